"""The secretariat's part of the Guide: the open call, the path of approval, governance.

It knows the Guide; the Guide does not know it. Whatever is public of both is read by the
pages of the Guide; what is private (drafts, addresses of people, amounts asked for) lies here.
"""

__all__ = ()
