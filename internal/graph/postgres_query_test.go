package graph

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kg/internal/kg"
	"kg/queries"
)

// savedArgs are parameters of the saved queries for what news makes.
var savedArgs = map[string]map[string]string{
	"about": {"entity": "person 1"}, "between": {"a": "person 1", "b": "person 2"}, "disagreements": {"topic": "thing 1"},
	"hedged": {"topic": "thing 1"}, "negated": {"topic": "thing 1"},
	"neighbourhood": {"entity": "person 1"}, "path": {"from": "person 1", "to": "person 900"},
	"roles": {"entity": "person 1"}, "said-about": {"topic": "thing 1"}, "said-by": {"speaker": "person 1"},
	"sources": {"entity": "person 1"}, "stories": {"entity": "person 1"}, "timeline": {"entity": "person 1"}, "who-calls-for": {"topic": "thing 1"},
	"who-opposes": {"topic": "thing 1"}, "who-rejects": {"topic": "thing 1"}, "who-supports": {"topic": "thing 1"},
}

// A database answers as a graph in memory does: every saved query, and scripts
// of other shapes.
func TestPostgresQueries(t *testing.T) {
	db, memory := openDatabase(t, startPostgres(t)), open(t, Options{Version: "v"})
	rng := rand.New(rand.NewPCG(5, 6))
	for i := range 12 {
		r := news(rng, i, 40)
		add(t, db, r)
		add(t, memory, r)
	}
	for _, q := range queries.All() {
		want, err := memory.Ask(t.Context(), &q, savedArgs[q.Name], 0)
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.Ask(t.Context(), &q, savedArgs[q.Name], 0)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d rows, %v; want %d", q.Name, rowsOf(got), err, rowsOf(want))
		}
	}
	for _, script := range []string{
		`g.V().count()`,
		`g.V("<rdf:Statement>").in("<rdf:type>").count()`,
		`g.V("<no:such>").all()`,
		`g.V("<ent/person-1>").out().all()`,
		`g.V("<ent/person-1>").in("<rdf:subject>").tag("s").out(["<rdf:object>", "<rdf:predicate>"]).all()`,
		`g.V("<ent/person-1>").labelContext(g.V().save("<kg:sentence>", "sentence"), "st").out(null, "p").all()`,
		`g.V("<ent/person-1>").labelContext(g.V().has("<kg:confidence>", gt(0.5)), "st").out().all()`,
		`g.V("<ent/person-1>", "<ent/person-2>", "<ent/person-3>").in(["<rdf:subject>", "<kg:speaker>"]).has("<kg:polarity>", "negative").all()`,
		`g.V("<ent/person-1>").in("<rdf:subject>").except(g.V("negative").in("<kg:polarity>")).all()`,
		`g.V("<ent/person-1>").in("<rdf:subject>").saveOpt("<kg:speaker>", "speaker").saveOpt("<kg:time>", "time").all()`,
		`g.V().has("<rdfs:label>", regex("^Person 1[0-9]$")).all()`,
		`g.V("<schema:NewsArticle>").in("<rdf:type>").in("<prov:wasDerivedFrom>").unique().count()`,
		`g.V("<ent/person-1>").both("<rdf:subject>").all()`,
		`g.V("<ent/person-1>").outPredicates().all()`,
		`g.V("<phrase/thing>").followRecursive(g.M().in("<skos:broader>")).all()`,
	} {
		want, got := answers(t, memory, script), answers(t, db, script)
		if !slices.Equal(got, want) {
			t.Errorf("%s\nin the database %d rows: %.300s\nin memory %d: %.300s", script, len(got), fmt.Sprint(got), len(want), fmt.Sprint(want))
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range db.Query(ctx, `g.V().out().out().all()`, 0) {
		if err == nil {
			t.Error("a query goes on after its context has ended")
		}
		break
	}
}

func rowsOf(table *Table) int {
	if table == nil {
		return 0
	}
	return len(table.Rows)
}

// answers returns the rows of a script as text, sorted.
func answers(t *testing.T, s *Store, script string) []string {
	t.Helper()
	var rows []string
	for row, err := range s.Query(t.Context(), script, 0) {
		if err != nil {
			t.Fatalf("%s: %v", script, err)
		}
		rows = append(rows, fmt.Sprint(row))
	}
	slices.Sort(rows)
	return rows
}

// A database finds by names what memory finds.
func TestPostgresFind(t *testing.T) {
	db, memory := openDatabase(t, startPostgres(t)), open(t, Options{Version: "v"})
	r := readings(rand.New(rand.NewPCG(5, 6)), 1)[0]
	for i, name := range []string{"İzmir Ferry", "lasting cease-fires", "U.S. Marsh Office", "Öresund bridges", "the 3rd (new) plan", "Kelvin", "—", "100%"} {
		r.entities = append(r.entities, kg.Entity{ID: fmt.Sprintf("ent/named-%d", i), Name: name, Aliases: []string{name + " of Norwick"}})
	}
	add(t, db, r)
	add(t, memory, r)
	for words, least := range map[string]int{"izmir": 1, "Ceasefire": 1, "cease fire": 1, "us marsh": 1, "öresund": 1, "3rd new": 1, "kelvin": 1,
		"norwick": 6, "—": 1, "of": 6, "bridge of norwicks": 1, "no such name": 0, strings.Repeat("long ", 60): 0} {
		got, err := db.Find(t.Context(), words, 0)
		if err != nil {
			t.Fatal(err)
		}
		want, err := memory.Find(t.Context(), words, 0)
		if err != nil || !slices.Equal(got, want) || len(got) < least {
			t.Errorf("Find(%q) = %v, in memory %v, %v", words, got, want, err)
		}
	}
}
