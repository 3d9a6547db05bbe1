"""The looks of a letter. Mail programs drop style sheets, so each element carries its style; it stands here once."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()

_SANS = "font-family:'Segoe UI',Arial,sans-serif"
_SERIF = "font-family:'Palatino Linotype',Palatino,Georgia,serif"
_BUTTON = f"display:block;border-radius:10px;padding:13px 8px;{_SANS};font-size:17px;line-height:22px;font-weight:700;text-align:center;text-decoration:none"

STYLES = {
    "body": "margin:0;padding:0;background:#FBF7F0",
    "page": "background:#FBF7F0",
    "card": "background:#FFFFFF;border:1px solid #DDD2C2;border-radius:16px",
    "head": "background:#30265A;padding:28px 32px;border-radius:15px 15px 0 0",
    "eyebrow": f"margin:0 0 8px;{_SANS};font-size:15px;line-height:22px;font-weight:600;color:#F2B75C",
    "h1": f"margin:0;{_SERIF};font-size:28px;line-height:34px;font-weight:600;color:#FFFFFF",
    "h2": f"margin:0 0 8px;{_SERIF};font-size:21px;line-height:28px;font-weight:600;color:#25211D",
    "p": f"margin:0 0 16px;overflow-wrap:anywhere;word-break:break-word;{_SANS};font-size:17px;line-height:26px;color:#25211D",
    "ask": f"margin:8px 0 12px;{_SANS};font-size:17px;line-height:24px;font-weight:700;color:#25211D",
    "small": f"margin:8px 0 28px;{_SANS};font-size:15px;line-height:22px;color:#5A5149",
    "foot": f"{_SANS};font-size:14px;line-height:21px;color:#5A5149;padding:18px 8px",
    "link": "color:#46397A",
    "footlink": "color:#46397A;display:inline-block;padding:4px 14px 4px 0",
    "primary": f"background:#46397A;border:2px solid #46397A;color:#FFFFFF;{_BUTTON}",
    "secondary": f"background:#FFFFFF;border:2px solid #857A6B;color:#25211D;{_BUTTON}",
    "block": "margin:0 0 28px",
    "label": f"{_SANS};font-size:15px;line-height:24px;color:#5A5149;padding:3px 16px 3px 0",
    "value": f"{_SANS};font-size:17px;line-height:24px;color:#25211D;padding:3px 0;font-weight:600;overflow-wrap:anywhere;word-break:break-word",
    "note": f"overflow-wrap:anywhere;word-break:break-word;background:#FDF0D8;border-radius:10px;padding:14px 18px;{_SANS};font-size:17px;line-height:26px;color:#25211D",
    "row": f"padding:10px 0;overflow-wrap:anywhere;word-break:break-word;border-top:1px solid #DDD2C2;{_SANS};font-size:17px;line-height:24px;color:#25211D",
    "rowmeta": f"padding:10px 0 10px 12px;border-top:1px solid #DDD2C2;{_SANS};font-size:15px;line-height:24px;color:#5A5149;white-space:nowrap",
    "sub": "color:#5A5149;font-size:15px",
    "clock": f"{_SANS};font-size:15px;line-height:24px;color:#5A5149;padding:4px 16px 4px 0;white-space:nowrap",
    "item": f"overflow-wrap:anywhere;word-break:break-word;{_SANS};font-size:16px;line-height:24px;color:#25211D;padding:4px 0",
    "code": "margin:8px 0 20px;font-family:Consolas,'Courier New',monospace;font-size:34px;line-height:44px;font-weight:700;letter-spacing:4px;color:#25211D",
}  # fmt: skip


@register.simple_tag
def css(name: str) -> SafeString:
    """The style of one kind of element, for its `style` attribute; raises KeyError for a name that is not there."""
    return SafeString(STYLES[name])
