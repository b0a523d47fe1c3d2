"""The primitives, directives and places that pictures are made of: heads and names with a meaning only."""

from __future__ import annotations

from ..kernel.builtin import symbol

_PRIMITIVES = {
    "Line": "Line[{p1, p2, ...}] is a line through points; Line[{line1, ...}] several.",
    "Arrow": "Arrow[{p1, p2}] is a line with a head at its end.",
    "Point": "Point[p] is a point, Point[{p1, p2, ...}] several.",
    "Polygon": "Polygon[{p1, p2, ...}] is an area with these corners.",
    "Triangle": "Triangle[{p1, p2, p3}] is an area with three corners.",
    "Rectangle": "Rectangle[{x0, y0}, {x1, y1}] is an area; Rectangle[{x0, y0}] one of size 1.",
    "Disk": "Disk[{x, y}, r] is a filled circle; Disk[p, {rx, ry}, {a1, a2}] a sector of an ellipse.",
    "Circle": "Circle[{x, y}, r] is a circle; Circle[p, {rx, ry}, {a1, a2}] an arc of an ellipse.",
    "Raster": "Raster[{{a11, a12, ...}, ...}, {{x0, y0}, {x1, y1}}] is a field of grey levels or colours, "
    "rows from below.",
    "Inset": "Inset[expr, p] is expr inside of a picture; Inset[image, p, q, size] an image.",
    "Graphics": "Graphics[primitives, options] is a picture; Export, Rasterize and Show know it.",
}
_DIRECTIVES = {
    "Opacity": "Opacity[a] is the directive for transparency; 1 is opaque.",
    "Thickness": "Thickness[r] is the directive for lines as thick as the share r of the picture's width.",
    "AbsoluteThickness": "AbsoluteThickness[d] is the directive for lines of d printer's points.",
    "PointSize": "PointSize[r] is the directive for points as large as the share r of the picture's width.",
    "AbsolutePointSize": "AbsolutePointSize[d] is the directive for points of d printer's points.",
    "Dashing": "Dashing[{r1, r2, ...}] is the directive for dashed lines, in shares of the picture's width.",
    "AbsoluteDashing": "AbsoluteDashing[{d1, d2, ...}] is the directive for dashed lines, in points.",
    "Thick": "Thick is the directive for thick lines.",
    "Thin": "Thin is the directive for thin lines.",
    "Dashed": "Dashed is the directive for dashed lines.",
    "Dotted": "Dotted is the directive for dotted lines.",
    "DotDashed": "DotDashed is the directive for lines of dots and dashes.",
    "EdgeForm": "EdgeForm[directives] says how the edges of areas are drawn.",
    "FaceForm": "FaceForm[directives] says how areas are filled.",
}
_PLACES = {
    "Legended": "Legended[expr, legend] is expr with a legend beside it.",
    "Labeled": "Labeled[expr, label] is expr with a label; as a datum of a plot, it counts as expr.",
    "Placed": "Placed[legend, place] is a legend at a place, such as Below or {Right, Top}.",
    "LineLegend": "LineLegend[styles, labels] is a legend of lines.",
    "PointLegend": "PointLegend[styles, labels] is a legend of points.",
    "SwatchLegend": "SwatchLegend[colors, labels] is a legend of colours.",
    "Callout": "Callout[datum, label] is a datum of a plot; the label is not drawn.",
    "Axis": "Axis is a value of Filling: down to the axis.",
    "Bottom": "Bottom is the lower side.",
    "Top": "Top is the upper side.",
    "Left": "Left is the left side.",
    "Right": "Right is the right side.",
    "Center": "Center is the middle.",
    "Above": "Above is the place above.",
    "Below": "Below is the place below.",
    "Before": "Before is the place on the left.",
    "After": "After is the place on the right.",
    "Full": "Full is a value of options such as PlotRange: everything.",
    "Tiny": "Tiny is a size.",
    "Small": "Small is a size.",
    "Medium": "Medium is a size.",
    "Large": "Large is a size.",
    "Rotate": "Rotate[expr, angle] is expr, turned where there are pictures.",
}
_OPTIONS = {
    "Filling": "Filling is an option of plots for the area below a curve: Axis, Bottom, Top or a height.",
    "FillingStyle": "FillingStyle is an option for how the area below a curve is drawn.",
    "Joined": "Joined is an option of ListPlot: whether points are joined by lines.",
    "PlotMarkers": "PlotMarkers is an option for how points are marked; all are drawn as dots.",
    "PlotPoints": "PlotPoints is an option for how many points of a curve are calculated at first.",
    "MaxRecursion": "MaxRecursion is an option for how often parts of a curve are refined.",
    "Mesh": "Mesh is an option for whether points, or lines between cells, are drawn.",
    "DataRange": "DataRange is an option of ListPlot for the first coordinates of heights: {min, max}.",
    "DataReversed": "DataReversed is an option of ArrayPlot: whether rows go upwards.",
    "ColorRules": "ColorRules is an option of ArrayPlot for the colours of values: {value -> color, ...}.",
    "ChartLabels": "ChartLabels is an option of charts for names of the bars.",
    "ChartLegends": "ChartLegends is an option of charts for a legend.",
    "ChartStyle": "ChartStyle is an option of charts for the colours of the bars.",
    "ChartLayout": 'ChartLayout is an option of charts: "Grouped" or "Stacked".',
    "BarSpacing": "BarSpacing is an option of BarChart for the room between bars.",
    "ExtentSize": "ExtentSize is an option of DiscretePlot for how wide each value is drawn.",
    "Spacings": "Spacings is an option for the room between elements.",
}
for _name, _text in (_PRIMITIVES | _DIRECTIVES | _PLACES | _OPTIONS).items():
    symbol(_name, _text)
