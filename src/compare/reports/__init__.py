"""PAGES, PUBLISHED: notebooks executed, turned into pages, checked and switched into place in one step.

In: a partnership's comparison through the notebooks of ``notebooks/``, each told its parameters.
Out: a site of static pages in each language, at one path, always whole.
Never: a page that failed a check, half a site, code or a path of this machine on a page, a figure that is not the
comparison's.

``parameters`` and ``kernels`` serve ``engine`` (one notebook run); ``site`` plans the pages, ``render`` makes one of
an executed notebook, ``lint`` checks them, ``publish`` switches them into place, ``produce`` is the whole in order.
"""
