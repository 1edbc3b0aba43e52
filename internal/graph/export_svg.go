package graph

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"strings"
)

//go:embed picture.css
var pictureStyle string

// PictureStyle is the style sheet of the drawings that WriteSVG makes for pages.
func PictureStyle() string { return pictureStyle }

// exportSVG draws what lies around the node of filter.
func (s *Store) exportSVG(ctx context.Context, w io.Writer, filter Filter) error {
	if filter.Node == "" {
		return errors.New("a picture needs an entity to be drawn around: --entity NAME")
	}
	n, err := s.Neighbourhood(ctx, filter.Node, 2, 30)
	if err != nil {
		return err
	}
	return n.WriteSVG(w, true)
}

// WriteSVG draws n. Alone, it is a file of its own with its style and without
// links; else a part of a page, in which nodes lead to their pages, and lines to
// what is said between their ends.
func (n *Neighbourhood) WriteSVG(w io.Writer, alone bool) error {
	b := bufio.NewWriter(w)
	left, top, right, bottom := n.bounds()
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="%.0f %.0f %.0f %.0f" role="group" aria-label="%s">`+"\n",
		left, top, right-left, bottom-top, xmlText("Graph around "+n.Nodes[0].Name))
	if alone {
		fmt.Fprintf(b, "<style>%s</style>\n", xmlText(pictureStyle))
		fmt.Fprintf(b, `<rect class="paper" x="%.0f" y="%.0f" width="%.0f" height="%.0f"/>`+"\n", left, top, right-left, bottom-top)
	}
	for _, kind := range []string{"said", "claimed", "denied"} {
		fmt.Fprintf(b, `<marker id="to-%s" class="%s" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>`+"\n", kind, kind)
	}
	for i := range n.Edges {
		n.writeEdge(b, &n.Edges[i], alone)
	}
	for i := range n.Nodes {
		n.writeNode(b, &n.Nodes[i], alone)
	}
	b.WriteString("</svg>\n")
	return b.Flush()
}

func (n *Neighbourhood) bounds() (left, top, right, bottom float64) {
	left, top, right, bottom = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range n.Nodes {
		left, right = math.Min(left, p.X-p.Width/2), math.Max(right, p.X+p.Width/2)
		top, bottom = math.Min(top, p.Y-p.Height/2), math.Max(bottom, p.Y+p.Height/2)
	}
	const margin = 28
	return left - margin, top - margin, right + margin, bottom + margin
}

func (n *Neighbourhood) writeNode(b *bufio.Writer, p *Place, alone bool) {
	class := "node " + strings.ToLower(p.Type)
	if p.Depth == 0 {
		class += " middle"
	}
	if p.Kind == KindPhrase {
		class += " phrase"
	}
	open, end := "<g", "</g>"
	if !alone {
		open, end = fmt.Sprintf(`<a href="/%s"`, xmlText(p.ID)), "</a>"
	}
	fmt.Fprintf(b, `%s class="%s" data-id="%s"><title>%s</title><rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="6"/><text x="%.1f" y="%.1f">%s</text>%s`+"\n",
		open, xmlText(class), xmlText(p.ID), xmlText(p.Name), p.X-p.Width/2, p.Y-p.Height/2, p.Width, p.Height,
		p.X, p.Y+4.5, xmlText(cut(p.Name, boxMax)), end)
}

func (n *Neighbourhood) writeEdge(b *bufio.Writer, e *Line, alone bool) {
	class := "claimed"
	switch {
	case e.Negative:
		class = "denied"
	case e.Asserted:
		class = "said"
	}
	from, to := &n.Nodes[e.from], &n.Nodes[e.to]
	path, x, y := arrow(from, to)
	label := cut(e.Predicates[0], 28)
	if len(e.Predicates) > 1 {
		label += fmt.Sprintf(" +%d", len(e.Predicates)-1)
	}
	open, end := "<g", "</g>"
	if !alone {
		query := url.Values{"a": {e.Source}, "b": {e.Target}}
		open, end = fmt.Sprintf(`<a href="/between?%s"`, xmlText(query.Encode())), "</a>"
	}
	fmt.Fprintf(b, `%s class="edge %s" data-from="%s" data-to="%s"><title>%s</title><path class="line" d="%s" marker-end="url(#to-%s)"/><text x="%.1f" y="%.1f">%s</text>%s`+"\n",
		open, class, xmlText(e.Source), xmlText(e.Target), xmlText(strings.Join(e.Predicates, ", ")+": “"+cut(e.Quote, 300)+"”"),
		path, class, x, y, xmlText(label), end)
}

// arrow returns a slightly bent line from the edge of one box to that of
// another, and the place for its label. Two lines between the same nodes bend to
// different sides.
func arrow(from, to *Place) (path string, x, y float64) {
	dx, dy := to.X-from.X, to.Y-from.Y
	d := math.Max(math.Hypot(dx, dy), 1)
	bend := math.Min(0.12*d, 28)
	cx, cy := (from.X+to.X)/2-dy/d*bend, (from.Y+to.Y)/2+dx/d*bend
	x1, y1 := border(from, cx, cy, 1)
	x2, y2 := border(to, cx, cy, 4)
	// The middle of the curve between the borders.
	return fmt.Sprintf("M%.1f %.1fQ%.1f %.1f %.1f %.1f", x1, y1, cx, cy, x2, y2), (x1 + 2*cx + x2) / 4, (y1+2*cy+y2)/4 + 3.5
}

// border returns where the line from the middle of a box to a point leaves the
// box, which is gap larger than drawn.
func border(p *Place, x, y, gap float64) (float64, float64) {
	dx, dy := x-p.X, y-p.Y
	t := math.Min((p.Width/2+gap)/math.Max(math.Abs(dx), 1e-9), (p.Height/2+gap)/math.Max(math.Abs(dy), 1e-9))
	return p.X + dx*t, p.Y + dy*t
}

// cut returns at most n characters of text.
func cut(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return strings.TrimRight(string(runes[:n-1]), " ,;") + "…"
}
