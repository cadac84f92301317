"""Calls of the service that this product does not have (yet): they answer 501 with code 10040 (contract 7.5).

One line a path, with its verbs. F and = mean what they mean in the table of routes.
"""

from __future__ import annotations

from collections.abc import Iterator

_TABLE = """
/annotation_filters DELETE GET PATCH POST
/annotation_filters/{} GET
/annotations/searches PATCH
=/artifact_versions/upload POST
F/artifacts DELETE GET POST
F/artifacts/{} GET
F/artifacts/{}/versions DELETE GET
F/artifacts/{}/versions/{} GET
/bulk_operations DELETE GET PATCH POST
/bulk_operations/{} GET
=/cloud_providers GET
=/cloud_providers/{}/regions GET
=/cloud_providers/{}/regions/{}/instance_types GET
=/compute_clusters GET
=/compute_plane_metrics POST
/concepts/knowledge_graphs GET POST
F/concepts/relations GET
/concepts/{}/languages GET PATCH POST
/concepts/{}/languages/{} GET
F/concepts/{}/relations DELETE GET POST
/datasets DELETE GET PATCH POST
/datasets/{} GET
/datasets/{}/inputs DELETE GET POST
/datasets/{}/inputs/{} GET
/datasets/{}/versions DELETE GET PATCH POST
/datasets/{}/versions/{} GET
/datasets/{}/versions/{}/exports PUT
/datasets/{}/versions/{}/metrics GET
=/deployments GET
F/duplications POST
/evaluations GET POST
/evaluations/{} GET
/inputs/data_sources POST
/inputs/jobs/extraction GET PATCH
/inputs/jobs/extraction/{} GET
/inputs/searches PATCH
/inputs/uploads POST
/inputs/{}/annotations/stream/live POST
/inputs/{}/track_annotations/searches POST
/inputs/{}/track_annotations/searches/stream POST
/inputs/{}/video_manifest GET
/label_orders DELETE GET PATCH POST
/label_orders/{} GET
=/log_entries POST
/models DELETE GET PATCH POST
F/models/ids PATCH
=/models/outputs/stream POST
/models/searches POST
/models/types GET
/models/types/{} GET
=/models/versions/upload POST
/models/{} DELETE GET
/models/{}/check_consents PATCH
F/models/{}/concepts GET
/models/{}/inputs GET
/models/{}/languages PATCH
F/models/{}/migration DELETE POST
/models/{}/output_info GET
/models/{}/outputs POST
F/models/{}/outputs/generate POST
/models/{}/publish POST
/models/{}/references GET
/models/{}/toolkits PATCH
/models/{}/unpublish POST
/models/{}/usecases PATCH
/models/{}/versions GET POST
F/models/{}/versions PATCH
/models/{}/versions/time_estimate POST
/models/{}/versions/{} DELETE GET
F/models/{}/versions/{}/concepts GET
/models/{}/versions/{}/evaluations GET POST
/models/{}/versions/{}/evaluations/{} GET
/models/{}/versions/{}/exports GET PUT
/models/{}/versions/{}/input_examples GET
/models/{}/versions/{}/input_examples/{} GET
/models/{}/versions/{}/inputs GET
/models/{}/versions/{}/metrics GET POST
F/models/{}/versions/{}/migration POST
/models/{}/versions/{}/output_info GET
/models/{}/versions/{}/outputs POST
F/models/{}/versions/{}/outputs/generate POST
F/models/{}/versions/{}/{}/logs GET
=/myscopesroot GET
=/nodepools GET
=/open_source_licenses GET
F/partial PATCH
=/pipeline_step_versions/upload POST
F/pipeline_steps DELETE GET POST
F/pipeline_steps/{} GET
F/pipeline_steps/{}/versions DELETE GET
F/pipeline_steps/{}/versions/{} GET
=/pipeline_templates GET
F/pipeline_templates/{}/pipeline_version_runs POST
/pipelines GET
F/pipelines DELETE PATCH POST
/pipelines/{} GET
/pipelines/{}/versions GET
F/pipelines/{}/versions DELETE PATCH
/pipelines/{}/versions/{} GET
F/pipelines/{}/versions/{}/runs GET PATCH POST
/pipelines/{}/versions/{}/runs/{} GET
F/pipelines/{}/versions/{}/runs/{}/status_logs GET
F/pipelines/{}/versions/{}/runs/{}/{}/logs GET
F/pipelines/{}/versions/{}/runs/{}/{}/stream/logs GET
/resource_counts GET
F/runner_replica_task_metrics POST
=/runners/items/process POST
/searches GET PATCH POST
/searches/{} DELETE GET POST
/tasks DELETE GET PATCH POST
/tasks/{} GET
/tasks/{}/annotations/count GET
/tasks/{}/assignments GET
F/tasks/{}/assignments PUT
/tasks/{}/inputs/count GET
/tasks/{}/inputs/samples GET
/uploads DELETE GET POST
/uploads/{} GET
/uploads/{}/content_parts PUT
=/users/{}/apps/ids PATCH
=/users/{}/apps/searches POST
=/users/{}/audit_log/searches POST
=/users/{}/compute_clusters DELETE GET PATCH POST
=/users/{}/compute_clusters/{} GET
=/users/{}/compute_clusters/{}/nodepools DELETE GET PATCH POST
=/users/{}/compute_clusters/{}/nodepools/{} GET
=/users/{}/compute_clusters/{}/nodepools/{}/pipeline_version_runs GET
=/users/{}/compute_clusters/{}/nodepools/{}/runners DELETE GET POST
=/users/{}/compute_clusters/{}/nodepools/{}/runners/{} GET
=/users/{}/compute_clusters/{}/nodepools/{}/runners/{}/items GET
=/users/{}/compute_clusters/{}/nodepools/{}/runners/{}/items/{}/outputs POST
=/users/{}/compute_clusters/{}/nodepools/{}/runners/{}/{}/logs GET
=/users/{}/compute_clusters/{}/nodepools/{}/status POST
=/users/{}/compute_clusters/{}/{}/logs GET
=/users/{}/compute_clusters/{}/{}/nodepools/{}/versions/{}/{}/logs GET
=/users/{}/datasets GET
=/users/{}/deployments DELETE GET PATCH POST
=/users/{}/deployments/{} GET
=/users/{}/deployments/{}/outputs POST
=/users/{}/duplications GET
=/users/{}/duplications/{} GET
=/users/{}/evaluations GET
=/users/{}/metrics POST
=/users/{}/metrics/labels GET
=/users/{}/models GET
=/users/{}/myscopes GET
=/users/{}/nodepools GET
=/users/{}/runners GET
=/users/{}/runners/{} GET
=/users/{}/scopes GET
=/users/{}/secrets DELETE GET PATCH POST
=/users/{}/secrets/{} GET
=/users/{}/validate_password POST
=/users/{}/workflows GET
=/validate_password POST
=/workflow-version-evaluation-templates GET
=/workflow-version-evaluations GET
=/workflow-version-evaluations/{} GET
=/workflow-version-evaluations/{}/data GET POST
/workflows DELETE GET PATCH POST
F/workflows/ids PATCH
/workflows/{} DELETE GET
/workflows/{}/publish POST
/workflows/{}/results POST
/workflows/{}/unpublish POST
/workflows/{}/versions DELETE GET PATCH
/workflows/{}/versions/{} GET
F/workflows/{}/versions/{}/evaluations GET PATCH POST
F/workflows/{}/versions/{}/evaluations/{} GET
F/workflows/{}/versions/{}/evaluations/{}/data GET POST
F/workflows/{}/versions/{}/results POST
"""


def calls() -> Iterator[tuple[str, str]]:
    """List verb and path of each."""
    for line in _TABLE.strip().splitlines():
        path, *verbs = line.split()
        for verb in verbs:
            yield verb, path
