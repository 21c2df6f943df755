"""Marked inputs in formats of markup."""

import json

from support.marked import Marked, marked

MARKDOWN = """---
title: zqtitle
author: zqauthor
abstract: zqabstract
keywords: [zqkeyword]
---

# zqheading

Text zqtext <!-- zqcomment --> and <span hidden>zqhidden</span> *zqemphasis* `zqcode` $zqmath$
~~zqstruck~~ %%zqobsidian%%.

<div style="display:none">

zqdivhidden

</div>

<details><summary>zqsummary</summary>

zqdetails

</details>

![zqalt words here](a.png "zqimagetitle words")

[zqlink](http://example.org "zqlinktitle words")

[^1]: zqunusednote

A used[^2] note.

[^2]: zqusednote

Term

:   zqdefinition

: zqcaption

| zqa | zqb |
|-----|-----|
| zqc | zqd |

```python
zqblock
```

> zqquote

\\begin{center}
zqlatex
\\end{center}

<script>zqscript</script>

<noscript>zqnoscript</noscript>

- [ ] zqtask

*[HTML]: zqabbreviation

::: {.hidden}
zqfenced
:::

<iframe src="a.html">zqiframe</iframe>

<svg><text>zqsvg</text></svg>

<textarea>zqtextarea</textarea>

    zqindented

zqend
"""

RST = """
=======
zqtitle
=======

:Author: zqauthor
:Field: zqfield

.. zqcomment words

.. note:: zqnote

.. figure:: a.png
   :alt: zqalt words here

   zqcaption

   zqlegend

.. csv-table:: zqtabletitle
   :header: zqh, zqhh

   zqc, zqd

.. list-table:: zqlisttitle

   * - zqle
     - zqlf

.. |sub| replace:: zqsubstitution

Uses |sub| and :role:`zqrole` and :sup:`zqsup` and ``zqliteral`` and [1]_ and [CIT]_.

.. [1] zqfootnote
.. [2] zqunusednote
.. [CIT] zqcitation

.. raw:: html

   <p>zqrawhtml</p>

.. raw:: latex

   zqrawlatex

.. only:: html

   zqonly

.. unknown-directive:: zqargument

   zqunknown

.. versionadded:: 2.0 zqversion

.. epigraph::

   zqepigraph

   -- zqattribution

.. sidebar:: zqsidebartitle

   zqsidebar

.. topic:: zqtopictitle

   zqtopic

.. code-block:: python
   :caption: zqcodecaption

   zqcode

.. math:: zqmath

.. math::
   :label: x

   zqmathblock

.. contents:: zqcontents

.. include:: zqincluded.rst

.. container:: x

   zqcontainer

.. rubric:: zqrubric

.. glossary::

   zqterm
      zqdefinition

.. deprecated:: zqdeprecated

.. parsed-literal::

   zqparsed

.. meta::
   :description: zqmeta

.. replace-me

| zqline
| zqlineb

>>> zqdoctest

.. header:: zqheader

.. footer:: zqfooter

.. image:: b.png
   :alt: zqimagealt words

.. todo:: zqtodo

.. function:: zqfunction(x)

   zqfunctiontext

.. toctree::
   :caption: zqtoccaption

   zqtocentry

zqend
"""

ORG = """#+TITLE: zqtitle
#+AUTHOR: zqauthor
#+SUBTITLE: zqsubtitle
#+DESCRIPTION: zqdescription
# zqcomment words

* TODO zqheading :zqtag:
SCHEDULED: <2016-07-19 Tue>
:PROPERTIES:
:CUSTOM: zqproperty
:END:
Text zqtext =zqverbatim= ~zqcode~ +zqstruck+ $zqmath$ [[http://example.org][zqlink]] [fn:1].
:LOGBOOK:
- zqlogbook
:END:
#+BEGIN_COMMENT
zqblockcomment
#+END_COMMENT
#+BEGIN_SRC python :exports none
zqsource
#+END_SRC
#+RESULTS:
: zqresult
#+BEGIN_EXAMPLE
zqexample
#+END_EXAMPLE
#+BEGIN_QUOTE
zqquote
#+END_QUOTE
#+CAPTION: zqcaption
| zqa | zqb |
|-----+-----|
| zqc | zqd |
#+TBLFM: zqformula
#+BEGIN_EXPORT html
<p>zqexport</p>
#+END_EXPORT
#+HTML: <p>zqhtml</p>
#+BEGIN_NOTES
zqnotes
#+END_NOTES
- zqterm :: zqdefinition
#+INCLUDE: "zqincluded.org"
* COMMENT zqcommentheading
zqcommenttext
* zqarchived :ARCHIVE:
zqarchivedtext
* zqnoexport :noexport:
zqnoexporttext
* Last
zqend @@html:zqinline@@ {{{macro(zqmacro)}}} [fn:2:zqinlinenote]
[fn:1] zqfootnote
[fn:3] zqunusednote
"""

ADOC = """= zqtitle
zqauthor <a@example.org>
:description: zqdescription
:attr: zqattribute

zqpreamble // zqnocomment

// zqcomment words
////
zqblockcomment
////

== zqheading

Text zqtext *zqbold* `zqmono` [.line-through]#zqstruck# {attr} footnote:[zqfootnote]
kbd:[zqkey] (((zqindexhidden))) ((zqindexshown)).

.zqblocktitle
NOTE: zqnote

[TIP]
.zqtiptitle
====
zqtip
====

****
zqsidebar
****

----
zqlisting <1>
----
<1> zqcallout

....
zqliteral
....

[quote, zqquoteauthor, zqquotesource]
____
zqquote
____

.zqcaption
|===
|zqa |zqb

|zqc |zqd
|===

image::a.png[zqalt words here,title="zqimagetitle"]

zqterm:: zqdefinition

* zqitem
** zqnested

include::zqincluded.adoc[]

ifdef::backend-html5[]
zqconditional
endif::[]

ifdef::x[zqinlinecondition]

++++
<p>zqpassthrough</p>
++++

[stem]
++++
zqstem
++++

latexmath:[zqlatexmath] pass:[zqpass] +++zqplus+++ link:a.html[zqlink] xref:b[zqxref]
menu:zqmenu[zqmenuitem] btn:[zqbutton]

video::zqvideo.mp4[]

[horizontal]
zqhterm:: zqhdefinition

zqend
"""

LATEX = r"""\documentclass{article}
% zqpreamblecomment words
\newcommand{\trust}[1]{zqmacro #1}
\title{zqtitle\thanks{zqthanks}}
\author{zqauthor}
\begin{document}
\maketitle
\begin{abstract}zqabstract\end{abstract}
\section{zqheading}
Text zqtext % zqcomment words
\finding{zqunknown} \trust{zqargument} \emph{zqemphasis} \sout{zqstruck} \st{zqsttruck}
\footnote{zqfootnote} \marginpar{zqmargin} \todo{zqtodo} \index{zqindex} \hidden{zqhiddencmd} $zqmath$
\iffalse zqiffalse \fi
\begin{comment}
zqcommentenv
\end{comment}
\begin{figure}\includegraphics{zqpicture.png}\caption{zqcaption}\end{figure}
\begin{tabular}{ll}zqa & zqb \\ zqc & \multicolumn{1}{l}{zqd} \\ \multirow{2}{*}{zqmultirow} & x \end{tabular}
\begin{tikzpicture}\node at (0,0) {zqtikz};\end{tikzpicture}
\begin{verbatim}
zqverbatim
\end{verbatim}
\begin{lstlisting}[caption={zqlstcaption}]
zqlisting
\end{lstlisting}
\begin{unknownenv}[zqoption]zqenvironment\end{unknownenv}
\begin{tcolorbox}[title=zqboxtitle]zqbox\end{tcolorbox}
\begin{description}\item[zqterm] zqdefinition\end{description}
\begin{equation}zqequation\end{equation}
\begin{align}zqalign\end{align}
\verb|zqverb| \href{http://example.org}{zqhref} \textsc{zqsc} \mbox{zqmbox} \colorbox{red}{zqcolorbox}
\begin{minipage}{5cm}zqminipage\end{minipage} \parbox{5cm}{zqparbox} \fbox{zqfbox} \underline{zqunderline}
\input{zqincluded}
\begin{thebibliography}{9}\bibitem{a} zqbibitem\end{thebibliography}
\bibliography{zqbibliography}
\includepdf{zqpdf.pdf} \textcolor{white}{zqwhite} \phantom{zqphantom} \cite[zqcitenote]{zqcitekey} \gls{zqgls}
\begin{wrapfigure}{r}{5cm}\caption{zqwrapcaption}\end{wrapfigure}
\begin{theorem}[zqtheoremname]zqtheorem\end{theorem}
\SI{5}{zqunit} \ac{zqacronym} \unknowntwo{zqone}{zqtwo} \textbf{zqbold \unknownin{zqinner}}
\begin{table}\caption{zqtablecaption}
\begin{tabular}{l}zqcell\tnote{a}\end{tabular}\begin{tablenotes}\item zqtablenote\end{tablenotes}\end{table}
zqend
\end{document}
zqafterend
"""

NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"title": "zqtitle", "authors": [{"name": "zqauthor"}]},
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["zqmarkdown <!-- zqcomment -->"]},
            {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": ["<p>zqrawhtml</p>"]},
            {"cell_type": "raw", "metadata": {}, "source": ["zqraw"]},
            {
                "cell_type": "code",
                "execution_count": 1,
                "metadata": {"tags": ["remove_cell"], "jupyter": {"source_hidden": True}},
                "source": ["zqcode # zqcodecomment"],
                "outputs": [
                    {"output_type": "stream", "name": "stdout", "text": ["zqstdout"]},
                    {"output_type": "stream", "name": "stderr", "text": ["zqstderr"]},
                    {"output_type": "error", "ename": "Error", "evalue": "x", "traceback": ["zqtraceback"]},
                    {
                        "output_type": "execute_result",
                        "execution_count": 1,
                        "metadata": {},
                        "data": {"text/plain": ["zqplain"]},
                    },
                    {
                        "output_type": "display_data",
                        "metadata": {},
                        "data": {"text/html": ["<table><tr><td>zqhtml</td></tr></table>"], "text/plain": ["plain"]},
                    },
                    {"output_type": "display_data", "metadata": {}, "data": {"text/latex": ["zqlatex"]}},
                    {"output_type": "display_data", "metadata": {}, "data": {"application/json": {"a": "zqjson"}}},
                    {
                        "output_type": "display_data",
                        "metadata": {},
                        "data": {"image/svg+xml": ["<svg></svg>"]},
                    },
                    {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": ["zqmarkdownout"]}},
                ],
            },
        ],
    }
)


def cases() -> list[Marked]:
    return [
        marked("a.md", MARKDOWN), marked("a.rst", RST), marked("a.org", ORG), marked("a.adoc", ADOC),
        marked("a.tex", LATEX), marked("a.ipynb", NOTEBOOK),
    ]  # fmt: skip
