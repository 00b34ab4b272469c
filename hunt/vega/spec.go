package vega

// Schema is the version of Vega-Lite that Spec is written for; JupyterLab draws it from the MIME type
// application/vnd.vegalite.v5+json.
const Schema = "https://vega.github.io/schema/vega-lite/v5.json"

// Spec is the chart as a Vega-Lite v5 specification, ready for encoding/json. Its rows are inside it; the long names of
// series stand in it once, and their short labels in the rows.
func (c Chart) Spec() map[string]any {
	m := c.marks()
	spec := map[string]any{
		"$schema": Schema,
		"width":   max(480, min(1200, 14*len(m.xs))),
		"height":  280,
		"data":    map[string]any{"values": m.values()},
		"mark":    map[string]any{"type": "bar"},
		"encoding": map[string]any{
			"x":       m.xChannel(),
			"y":       m.yChannel(),
			"tooltip": m.tooltip(),
		},
		"config": map[string]any{"view": map[string]any{"stroke": nil}, "axis": map[string]any{"gridColor": "#E6E6E6", "labelLimit": 140}},
	}
	if c.Title != "" {
		spec["title"] = map[string]any{"text": clean(c.Title), "anchor": "start"}
	}
	if c.Series != "" {
		spec["transform"] = m.fullNames()
		spec["encoding"].(map[string]any)["color"] = m.colorChannel()
		spec["encoding"].(map[string]any)["order"] = map[string]any{"field": "o", "type": "quantitative"}
	}
	return spec
}

// values has a row for each part of a bar: x, y, the label s of its series, and o, its place in the bar.
func (m marks) values() []map[string]any {
	rows := make([]map[string]any, len(m.parts))
	for i, p := range m.parts {
		rows[i] = map[string]any{"x": m.xValue(p.x), "y": p.y}
		if m.chart.Series != "" {
			rows[i]["s"], rows[i]["o"] = m.series[p.series].label, p.series
		}
	}
	return rows
}

func (m marks) xValue(i int) any {
	if m.chart.Scale == Temporal {
		return m.xs[i].at.Format("2006-01-02T15:04:05.000Z")
	}
	return m.xs[i].name
}

func (m marks) xChannel() map[string]any {
	out := map[string]any{"field": "x", "type": "nominal", "title": clean(m.chart.X), "sort": nil}
	axis := map[string]any{"labels": !m.chart.HideXLabels, "grid": false}
	if m.chart.Scale == Temporal {
		delete(out, "sort")
		out["type"], out["timeUnit"] = "temporal", m.unit.name
		axis["labelOverlap"], axis["labelSeparation"], axis["format"] = true, 12, m.unit.axis
		out["scale"] = map[string]any{"type": "utc"}
	}
	out["axis"] = axis
	return out
}

func (m marks) yChannel() map[string]any {
	return map[string]any{
		"field": "y", "type": "quantitative", "aggregate": "sum", "stack": "zero", "title": clean(m.chart.Y),
		"axis": map[string]any{"labels": !m.chart.HideYLabels},
	}
}

func (m marks) colorChannel() map[string]any {
	labels, colors := make([]string, len(m.series)), make([]string, len(m.series))
	for i, s := range m.series {
		labels[i], colors[i] = s.label, hex(s.color)
	}
	out := map[string]any{
		"field": "s", "type": "nominal", "title": clean(m.chart.Series),
		"scale":  map[string]any{"domain": labels, "range": colors},
		"legend": nil,
	}
	if !m.chart.HideLegend {
		out["legend"] = map[string]any{"values": labels[:min(legendItems, len(labels))], "title": m.legendTitle(), "labelLimit": 320, "symbolLimit": legendItems}
	}
	return out
}

// fullNames gives each row the whole name of its series again, for the tooltip.
func (m marks) fullNames() []map[string]any {
	names := make([]map[string]any, len(m.series))
	for i, s := range m.series {
		names[i] = map[string]any{"s": s.label, "name": s.name}
	}
	return []map[string]any{{"lookup": "s", "from": map[string]any{"data": map[string]any{"values": names}, "key": "s", "fields": []string{"name"}}}}
}

func (m marks) tooltip() []map[string]any {
	x := map[string]any{"field": "x", "type": "nominal", "title": clean(m.chart.X)}
	if m.chart.Scale == Temporal {
		x["type"], x["timeUnit"] = "temporal", m.unit.name
	}
	out := []map[string]any{x, {"field": "y", "type": "quantitative", "aggregate": "sum", "title": clean(m.chart.Y)}}
	if m.chart.Series != "" {
		out = append(out, map[string]any{"field": "name", "type": "nominal", "title": clean(m.chart.Series)})
	}
	return out
}
