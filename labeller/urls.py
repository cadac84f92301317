"""Where requests go: sign-in, the pages and the API."""

from django.urls import include, path

from annotations_app import accounts

urlpatterns = [
    path("accounts/", include(accounts.urls)),
    path("", include("annotations_app.urls")),
]

handler400 = "annotations_app.views.errors.bad_request"
handler403 = "annotations_app.views.errors.forbidden"
handler404 = "annotations_app.views.errors.not_found"
handler500 = "annotations_app.views.errors.server_error"
