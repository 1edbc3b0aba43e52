package link

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"kg/internal/kg"
)

// The judgements that a user makes.
const (
	Same      = "same"      // B is A: what is said of B goes to A
	Different = "different" // A and B are two things, whatever was said before
	Split     = "split"     // what Where says of A is B
	Rename    = "rename"    // A is called Text, and is of type Where
	Unsure    = "unsure"    // do not ask again whether A and B are the same
	Undo      = "undo"      // line Text counts no more
)

// A Judgement is one line of a Ledger: who decided what about which entities,
// when and why.
type Judgement struct {
	Line  int // its number in the file, from 1; what Undo names
	Time  time.Time
	Who   string
	Verb  string
	A, B  string
	Where string // Split: the ID of an article, or the words of a mention; Rename: a type, if it changes
	Text  string // Rename: the name; Undo: the number of a line
	Why   string
}

// A Ledger holds what users decided about entities. It is a text file that is
// only ever added to: one judgement a line, its parts parted by tabs, "-" for
// what is absent. People may edit it as well.
//
// A Ledger says of every term which entity it speaks of; the graph asks it.
type Ledger struct {
	Judgements []Judgement // those that count, in order; see Undo

	same   map[string]string // merged entity → the one that stays, in one step
	splits []Judgement
	apart  map[[2]string]bool // pairs that were judged, as different or unsure
}

const ledgerHead = "# Judgements about entities, made with \"kg entity\": time, who, what, entities, where, text, why.\n"

// ReadLedger reads a ledger. A file that is not there is an empty one.
func ReadLedger(path string) (*Ledger, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newLedger(nil), nil
	}
	if err != nil {
		return nil, fmt.Errorf("read judgements: %w", err)
	}
	defer file.Close()
	var all []Judgement
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		j, err := parseJudgement(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		j.Line = n
		all = append(all, j)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read judgements %s: %w", path, err)
	}
	return newLedger(all), nil
}

func parseJudgement(line string) (Judgement, error) {
	fields := strings.Split(line, "\t")
	if len(fields) != 8 {
		return Judgement{}, fmt.Errorf("%d parts between tabs, not 8: time, who, what, entity, entity, where, text, why", len(fields))
	}
	for i, f := range fields {
		if fields[i] = strings.TrimSpace(f); fields[i] == "-" {
			fields[i] = ""
		}
	}
	at, err := time.Parse(time.RFC3339, fields[0])
	if err != nil {
		return Judgement{}, fmt.Errorf("time %q: want 2024-03-01T12:00:00Z", fields[0])
	}
	j := Judgement{Time: at, Who: fields[1], Verb: fields[2], A: fields[3], B: fields[4], Where: fields[5], Text: fields[6], Why: fields[7]}
	return j, j.check()
}

// check says what a judgement lacks.
func (j *Judgement) check() error {
	switch j.Verb {
	case Same, Different, Unsure:
		if j.A == "" || j.B == "" || j.A == j.B {
			return fmt.Errorf("%s needs two entities, not %q and %q", j.Verb, j.A, j.B)
		}
	case Split:
		if j.A == "" || j.B == "" || j.A == j.B || j.Where == "" {
			return fmt.Errorf("split needs two entities and an article or the words of a mention")
		}
	case Rename:
		if j.A == "" || j.Text == "" {
			return fmt.Errorf("rename needs an entity and a name")
		}
	case Undo:
		if _, err := strconv.Atoi(j.Text); err != nil {
			return fmt.Errorf("undo needs the number of a line, not %q", j.Text)
		}
	default:
		return fmt.Errorf("judgement %q: it is same, different, split, rename, unsure or undo", j.Verb)
	}
	return nil
}

// Add writes a judgement at the end of the ledger at path, which is made if it
// is not there, and syncs it.
func Add(path string, j Judgement) error {
	if err := j.check(); err != nil {
		return err
	}
	var b strings.Builder
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		b.WriteString(ledgerHead)
	}
	fields := []string{j.Time.UTC().Format(time.RFC3339), j.Who, j.Verb, j.A, j.B, j.Where, j.Text, j.Why}
	for i, f := range fields {
		if f = strings.Join(strings.Fields(f), " "); f == "" {
			f = "-"
		}
		fields[i] = f
	}
	b.WriteString(strings.Join(fields, "\t") + "\n")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("write judgement: %w", err)
	}
	_, err = file.WriteString(b.String())
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// newLedger works out what all judgements together say. Later ones win.
func newLedger(all []Judgement) *Ledger {
	l := &Ledger{same: map[string]string{}, apart: map[[2]string]bool{}}
	undone := map[int]bool{}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Verb == Undo && !undone[all[i].Line] {
			line, _ := strconv.Atoi(all[i].Text)
			undone[line] = true
		}
	}
	for _, j := range all {
		if undone[j.Line] || j.Verb == Undo {
			continue
		}
		l.Judgements = append(l.Judgements, j)
		switch j.Verb {
		case Same:
			delete(l.apart, pair(j.A, j.B))
		case Different, Unsure:
			l.apart[pair(j.A, j.B)] = true
		case Split:
			l.splits = append(l.splits, j)
		}
	}
	l.merge()
	return l
}

// merge works out which entities are one. A judgement that two are the same
// does not count where it would make one of two that a later judgement holds
// apart.
func (l *Ledger) merge() {
	different := map[[2]string]int{} // pairs, with the place of the judgement
	for i, j := range l.Judgements {
		if j.Verb == Different {
			different[pair(j.A, j.B)] = i
		}
	}
	for i, j := range l.Judgements {
		if j.Verb != Same {
			continue
		}
		keep, gone := l.find(j.A), l.find(j.B)
		if keep == gone || l.forbidden(different, i, keep, gone) {
			continue
		}
		l.same[gone] = keep
	}
	for id := range l.same {
		l.same[id] = l.find(id)
	}
}

// forbidden reports whether joining keep and gone would join a pair that a
// judgement after i holds apart.
func (l *Ledger) forbidden(different map[[2]string]int, i int, keep, gone string) bool {
	for p, at := range different {
		a, b := l.find(p[0]), l.find(p[1])
		if at > i && (a == keep && b == gone || a == gone && b == keep) {
			return true
		}
	}
	return false
}

func (l *Ledger) find(id string) string {
	for {
		to, merged := l.same[id]
		if !merged {
			return id
		}
		id = to
	}
}

// pair returns two IDs in a fixed order.
func pair(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

// Entity returns the entity that t, a term of s, speaks of: mostly t.Entity.
func (l *Ledger) Entity(s *kg.Statement, t *kg.Term) string {
	id := l.find(t.Entity)
	for i := len(l.splits) - 1; i >= 0; i-- {
		j := &l.splits[i]
		if l.find(j.A) == id && (j.Where == s.Evidence.Article || strings.EqualFold(j.Where, t.Text)) {
			return l.find(j.B)
		}
	}
	return id
}

// Concerned returns the IDs of all entities that any judgement is about.
func (l *Ledger) Concerned() []string {
	var ids []string
	for _, j := range l.Judgements {
		ids = append(ids, j.A, j.B)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// Same returns every entity that was merged into another, with the ID of that
// other.
func (l *Ledger) Same() map[string]string { return l.same }

// Named returns the entities that a user gave a name.
func (l *Ledger) Named() []kg.Entity {
	byID := map[string]kg.Entity{}
	for _, j := range l.Judgements {
		if j.Verb == Rename {
			id := l.find(j.A)
			byID[id] = kg.Entity{ID: id, Name: j.Text, Type: cmp.Or(j.Where, byID[id].Type)}
		}
	}
	named := slices.Collect(maps.Values(byID))
	slices.SortFunc(named, func(a, b kg.Entity) int { return strings.Compare(a.ID, b.ID) })
	return named
}

// Judged reports whether a user has said anything about a and b being the same
// or not.
func (l *Ledger) Judged(a, b string) bool { return l.find(a) == l.find(b) || l.apart[pair(a, b)] }

// Is reports whether a and b are one entity by the judgements.
func (l *Ledger) Is(a, b string) bool { return l.find(a) == l.find(b) }

// Names reports whether some judgement is about id.
func (l *Ledger) Names(id string) bool {
	return slices.ContainsFunc(l.Judgements, func(j Judgement) bool { return j.A == id || j.B == id })
}
