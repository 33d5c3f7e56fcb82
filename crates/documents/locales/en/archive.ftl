# The page that leads to everything that was published.

archive-title = Our documents on data protection
archive-lead = Here are the documents in force and all earlier versions. Each version is sealed: once published, it does not change.
archive-in-force = In force since { $day } (publication { $number })
archive-earlier = Published on { $day } (publication { $number })
archive-file = { $name }, { $form } (version { $version })
archive-file-since = { $name }, { $form } (version { $version }, unchanged since { $day })
archive-notice = Privacy notice
archive-records = Records of processing activities as controller
archive-processor-records = Records of processing activities as processor
archive-instruction = Processing instruction
archive-agreement = Data processing agreement
archive-measures = Security measures
archive-sub-processors = Sub-processors
archive-cookies = Cookies and consent
archive-terms = General terms
