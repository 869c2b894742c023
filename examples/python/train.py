#!/usr/bin/env python3
"""Trains a spec on a running cluster and fetches the model: a client of Cluster's gRPC services, in plain Python.

    PYTHONPATH=generated python3 train.py --server 127.0.0.1:5000 spec.json models/names

README.md beside this file says how to make the folder `generated` from the protos.
"""
import argparse
import hashlib
import os
import pathlib
import sys
import time
import uuid

import grpc
from google.protobuf import json_format

from cluster.v1 import job_pb2, job_service_pb2, job_service_pb2_grpc, model_service_pb2, model_service_pb2_grpc, spec_pb2


class Cluster:
    """What this program asks of a cluster."""

    def __init__(self, server, authority=None, key=None):
        if authority:
            credentials = grpc.ssl_channel_credentials(pathlib.Path(authority).read_bytes())
            channel = grpc.secure_channel(server, credentials)
        else:
            channel = grpc.insecure_channel(server)
        self.jobs = job_service_pb2_grpc.JobServiceStub(channel)
        self.models = model_service_pb2_grpc.ModelServiceStub(channel)
        self.metadata = [("authorization", f"Bearer {key}")] if key else []

    def submit(self, spec):
        """Starts a job. The request's id makes it safe to send again: the same id is the same job."""
        request = job_service_pb2.CreateJobRequest(spec=spec, request_id=str(uuid.uuid4()))
        while True:
            try:
                return self.jobs.CreateJob(request, metadata=self.metadata)
            except grpc.RpcError as error:
                wait_or_raise(error)

    def watch(self, job):
        """Yields all events of a job, each once. Ends after the last one, however often the connection breaks."""
        seen = 0
        while True:
            try:
                request = job_service_pb2.WatchJobRequest(id=job, after_sequence=seen)
                for event in self.jobs.WatchJob(request, metadata=self.metadata):
                    if event.sequence:  # Heartbeats have none.
                        seen = event.sequence
                        yield event
                return
            except grpc.RpcError as error:
                wait_or_raise(error)

    def pull(self, model, folder):
        """Fetches all files of a model, and compares each with its digest."""
        folder.mkdir(parents=True, exist_ok=True)
        found = self.models.GetModel(model_service_pb2.GetModelRequest(id=model), metadata=self.metadata)
        for file in found.files:
            if pathlib.PurePath(file.name).name != file.name:
                raise ValueError(f"'{file.name}' is no name of a file")
            request = model_service_pb2.DownloadModelRequest(id=model, file=file.name)
            digest = hashlib.sha256()
            with open(folder / file.name, "wb") as target:
                for chunk in self.models.DownloadModel(request, metadata=self.metadata):
                    digest.update(chunk.data)
                    target.write(chunk.data)
            if digest.hexdigest() != file.sha256:
                raise ValueError(f"{file.name} did not arrive whole")
        return found


def wait_or_raise(error):
    """A cluster is UNAVAILABLE while work moves from a lost silo to another; everything else is final."""
    if error.code() != grpc.StatusCode.UNAVAILABLE:
        raise error
    time.sleep(1)


def describe(event):
    """What a person wants to know of an event; None for nothing."""
    kind = event.WhichOneof("event")
    if kind == "state_changed":
        change = event.state_changed
        return " ".join([job_pb2.Job.State.Name(change.state), change.message]).strip()
    if kind == "epoch_completed":
        metrics = [f"{name} {value:.4f}" for name, value in sorted(event.epoch_completed.metrics.items()) if name.endswith(("loss", "accuracy"))]
        return f"epoch {event.epoch_completed.epoch + 1}: {', '.join(metrics)}"
    if kind == "incident":
        return event.incident.message
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("spec", type=pathlib.Path, help="the spec, as JSON")
    parser.add_argument("folder", type=pathlib.Path, help="where the model goes")
    parser.add_argument("--server", default="127.0.0.1:5000", help="host and port of the front door")
    parser.add_argument("--ca", help="file of the authority of the server's certificate; without it nothing is encrypted")
    parser.add_argument("--key-file", type=pathlib.Path, help="file with a key; default: CLUSTER_API_KEY, or none")
    arguments = parser.parse_args()
    key = arguments.key_file.read_text().strip() if arguments.key_file else os.environ.get("CLUSTER_API_KEY")
    cluster = Cluster(arguments.server, arguments.ca, key)
    try:
        # Fields that the protos do not have are errors.
        spec = json_format.Parse(arguments.spec.read_text(), spec_pb2.JobSpec())
        job = cluster.submit(spec).id
        print(f"job {job}", flush=True)
        state = job_pb2.Job.QUEUED
        for event in cluster.watch(job):
            line = describe(event)
            if line:
                print(line, flush=True)
            if event.WhichOneof("event") == "state_changed":
                state = event.state_changed.state
        if state != job_pb2.Job.SUCCEEDED:
            return 1
        model = cluster.pull(job, arguments.folder)
        print(f"weights {model.weights_sha256}")
        return 0
    except grpc.RpcError as error:
        print(f"error: {error.details()}", file=sys.stderr)
        return 1
    except json_format.ParseError as error:
        print(f"error: {arguments.spec}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
