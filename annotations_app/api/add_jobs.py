"""The calls on jobs of adding inputs (contract 7.3)."""

from __future__ import annotations

from annotations_app.api.paging import page_of
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import job_out
from annotations_app.formats.records import InputsAddJobOut
from annotations_app.models import App, InputsAddJob


def list_inputs_add_jobs(call: Call) -> Reply:
    """Answer with a page of the app's jobs, oldest first."""
    page = page_of(call)
    jobs = page.fetch(InputsAddJob.objects.of(call.app))
    progress = InputsAddJob.objects.progress(call.app, jobs)
    return success(inputs_add_jobs=[job_out(job, progress[job.pk]) for job in jobs], **page.next)


def get_inputs_add_job(call: Call) -> Reply:
    """Answer with one job: what became of the inputs that were posted under its id."""
    return success(inputs_add_job=job_written(call.app, call.ids["id"]))


def cancel_inputs_add_job(call: Call) -> Reply:
    """Stop the inputs of a job that nobody has begun to process, and answer with the job."""
    InputsAddJob.objects.named(call.app, call.ids["id"]).cancel()
    return success(inputs_add_job=job_written(call.app, call.ids["id"]))


def job_written(app: App, job_id: str) -> InputsAddJobOut:
    """Write a job as it stands now. Raises Missing."""
    job = InputsAddJob.objects.named(app, job_id)
    return job_out(job, InputsAddJob.objects.progress(app, [job])[job.pk])
