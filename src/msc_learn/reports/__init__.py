"""Reports as HTML pages, SVG plots and workbooks."""
