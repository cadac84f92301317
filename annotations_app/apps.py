"""Django's entry to the application."""

from django.apps import AppConfig


class AnnotationsAppConfig(AppConfig):
    """Inputs, annotations, regions and concepts behind pages and the /v2 API."""

    name = "annotations_app"
    verbose_name = "Labeller"
