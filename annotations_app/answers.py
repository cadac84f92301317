"""How a refusal looks to a browser: a page, a message that htmx puts into the stack, or JSON for the editor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

TITLES = {
    400: "This request cannot be read",
    403: "Not for your role",
    404: "Nothing here",
    409: "Not possible now",
    422: "This cannot be stored",
}


def refusal(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Answer that something was refused, in the form that the asker understands."""
    if request.headers.get("HX-Request") == "true":
        response = render(request, "_message.html", {"level": "error", "text": message}, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#messages", "beforeend"
        return response
    if wants_json(request):
        return JsonResponse({"message": message}, status=status)
    shown = {"status": status, "title": TITLES[status], "text": message}
    return render(request, "errors/page.html", shown, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script of ours asks, which reads JSON only."""
    return request.headers.get("Accept", "").startswith("application/json")
