# Records of processing activities, Article 30.

records-title = Records of processing activities of { $organisation } as controller
records-lead = Records of processing activities under Article 30(1) of the General Data Protection Regulation, (EU) 2016/679.
processor-records-title = Records of processing activities of { $organisation } as processor
processor-records-lead = Records of processing activities carried out on behalf of others under Article 30(2) of the General Data Protection Regulation, (EU) 2016/679. The processing below is carried out for each of the controllers, as far as they use the service.
section-controllers = Controllers
caption-controllers = On whose behalf data is processed
head-controller = Controller
head-number = Registration number
head-contact = Contact
head-representative = Representative
head-dpo = Data protection officer
transfers-none = None
transfer-to = { $name }: { $place }
transfer-storage = Storage: { $place }
