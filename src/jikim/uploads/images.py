"""Pictures are drawn anew from their pixels: where, when and with what they were taken, and anything hidden behind
them, does not come along.

Colours are brought to sRGB, so that no colour profile is needed; turned pictures are turned; of one that moves, the
first frame stays.
"""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

from jikim.on_demand import on_demand
from jikim.uploads.kinds import JPEG, PNG, Kind
from jikim.uploads.limits import MOST_PIXELS
from jikim.uploads.refusals import FileError

if TYPE_CHECKING:
    from PIL import Image, ImageCms, ImageOps
else:
    Image, ImageCms, ImageOps = (on_demand(f"PIL.{name}") for name in ("Image", "ImageCms", "ImageOps"))

_FORMATS = {"png": ("PNG",), "jpg": ("JPEG",), "webp": ("WEBP",)}


def redrawn(content: bytes, kind: Kind, item: str) -> tuple[bytes, tuple[str, ...]]:
    """The picture, redrawn, and what was done to it. Raises FileError for one that is none, or has too many pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS[kind.ending]) as opened:
            if opened.width * opened.height > MOST_PIXELS or min(opened.size) < 1:
                raise FileError(item, "picture-large")
            notes = ("metadata-removed", "first-frame") if getattr(opened, "n_frames", 1) > 1 else ("metadata-removed",)
            return _written(_drawn(opened), kind), notes
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileError(item, "picture-large") from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, struct.error, OverflowError, TypeError):
        pass
    raise FileError(item, "picture-broken")


def _drawn(opened: Image.Image) -> Image.Image:
    profile = opened.info.get("icc_profile")
    image = ImageOps.exif_transpose(opened)
    clear = "A" in image.getbands() or "transparency" in image.info
    if profile and image.mode in ("RGB", "L", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            image = changed if changed is not None else image
    mode = "RGBA" if clear else "L" if image.mode in ("L", "1") else "RGB"
    image = image.convert(mode)
    # A new picture knows nothing of the old one but its pixels.
    new = Image.new(mode, image.size)
    new.paste(image)
    return new


def _written(image: Image.Image, kind: Kind) -> bytes:
    out = io.BytesIO()
    if kind == JPEG:
        image.convert("L" if image.mode == "L" else "RGB").save(out, "JPEG", quality=92, subsampling=0)
    elif kind == PNG:
        image.save(out, "PNG")
    else:
        image.save(out, "WEBP", quality=92, method=2)
    return out.getvalue()
