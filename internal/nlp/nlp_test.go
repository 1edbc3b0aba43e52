package nlp

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestPipelineOrder(t *testing.T) {
	tag := Stage{Name: "tag", Needs: Segmented, Gives: Tagged, Run: func(*Doc) {}}
	segment := Stage{Name: "segment", Gives: Segmented, Run: func(*Doc) {}}
	if _, err := NewPipeline(0, tag, segment); err == nil || !strings.Contains(err.Error(), "tag") {
		t.Errorf("wrong order: error %v, want one that names the stage", err)
	}
	p, err := NewPipeline(0, segment, tag)
	if err != nil {
		t.Fatal(err)
	}
	doc := &Doc{Text: "x"}
	if err := p.Annotate(t.Context(), doc); err != nil || !doc.Has(Segmented|Tagged) {
		t.Errorf("Annotate = %v, layers %v", err, doc.layers)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Annotate(ctx, doc); !errors.Is(err, context.Canceled) {
		t.Errorf("Annotate after cancel = %v", err)
	}
}
