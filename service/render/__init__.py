"""Report -> bytes, one module per format. A new format is one module and one entry in RENDERERS."""

from service.render.json import RENDERER as JSON
from service.render.view import Renderer

#: Formats of an annotation, the default first.
RENDERERS: tuple[Renderer, ...] = (JSON,)
