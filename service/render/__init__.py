"""Report -> bytes, one module per format. A new format is one module and one entry in RENDERERS."""

from service.render.json import RENDERER as JSON
from service.render.ninjs import RENDERER as NINJS
from service.render.view import Renderer
from service.render.web_annotation import RENDERER as WEB_ANNOTATION

#: Formats of an annotation, the default first.
RENDERERS: tuple[Renderer, ...] = (JSON, WEB_ANNOTATION, NINJS)
