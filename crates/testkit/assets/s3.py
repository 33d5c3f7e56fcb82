"""Puts objects into an S3 store and tells what is in it: the tests' own eyes and hands, apart from Gallra's.

Reads commands from standard input, one JSON list a line, and prints one JSON value for each.
"""
import datetime
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, key, secret, bucket = sys.argv[1:5]
config = Config(s3={"addressing_style": "path"}, max_pool_connections=32)
s3 = boto3.client("s3", endpoint_url=endpoint, aws_access_key_id=key, aws_secret_access_key=secret,
                  region_name="us-east-1", config=config)


def make(lock):
    s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=lock)


def versioning(status):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})


def put(names, body):
    with ThreadPoolExecutor(24) as pool:
        return list(pool.map(lambda name: s3.put_object(Bucket=bucket, Key=name, Body=body.encode()).get("VersionId"), names))


def delete(name):
    s3.delete_object(Bucket=bucket, Key=name)


def delete_version(name, version):
    s3.delete_object(Bucket=bucket, Key=name, VersionId=version)


def retain(name, version, mode, seconds):
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    s3.put_object_retention(Bucket=bucket, Key=name, VersionId=version,
                            Retention={"Mode": mode, "RetainUntilDate": until})
    return until.date().isoformat()


def hold(name, version, status):
    s3.put_object_legal_hold(Bucket=bucket, Key=name, VersionId=version, LegalHold={"Status": status})


def listed():
    rows = []
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        rows += [[v["Key"], v["VersionId"], v["LastModified"].isoformat(), False] for v in page.get("Versions", [])]
        rows += [[v["Key"], v["VersionId"], v["LastModified"].isoformat(), True] for v in page.get("DeleteMarkers", [])]
    return rows


for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        answer = {"ok": globals()[name](*arguments)}
    except ClientError as error:
        answer = {"refused": error.response["Error"]["Code"]}
    print(json.dumps(answer), flush=True)
