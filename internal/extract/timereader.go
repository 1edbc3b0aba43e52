package extract

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A grain is how exactly a time is given.
type grain uint8

const (
	noGrain grain = iota
	byDay
	byWeek
	byMonth
	byYear
)

// A moment is a time, or a stretch of time, of a certain grain.
type moment struct {
	from, to time.Time // to is zero unless it is a stretch of several grains
	grain    grain
	clock    string // "T15:30"
	duration string // "P3Y"
}

// String returns m in ISO 8601, or nothing if m could not be placed.
func (m moment) String() string {
	switch {
	case m.duration != "":
		return m.duration
	case m.from.IsZero():
		return m.clock
	case !m.to.IsZero():
		return m.grain.format(m.from) + "/" + m.grain.format(m.to)
	case m.grain == byDay:
		return m.grain.format(m.from) + m.clock
	}
	return m.grain.format(m.from)
}

func (g grain) format(t time.Time) string {
	switch g {
	case byDay:
		return t.Format("2006-01-02")
	case byWeek:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case byMonth:
		return t.Format("2006-01")
	}
	return t.Format("2006")
}

// last returns the last day of m.
func (m moment) last() time.Time {
	t := m.from
	if !m.to.IsZero() {
		t = m.to
	}
	switch m.grain {
	case byWeek:
		return t.AddDate(0, 0, 6)
	case byMonth:
		return day(t.Year(), int(t.Month())+1, 0)
	case byYear:
		return day(t.Year(), 12, 31)
	}
	return t
}

func day(year, month, d int) time.Time {
	return time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
}

// A timeReader reads times off words.
type timeReader struct {
	words  []phraseWord
	anchor time.Time // zero if unknown
	future bool      // what happens then is to come
}

func (r *timeReader) at(i int) string {
	if i >= 0 && i < len(r.words) {
		return r.words[i].text
	}
	return ""
}

// today returns the day from which relative times count.
func (r *timeReader) today() time.Time {
	return day(r.anchor.Year(), int(r.anchor.Month()), r.anchor.Day())
}

func (r *timeReader) known() bool { return !r.anchor.IsZero() }

// read reads a time at word i, with what may stand before and behind it, and
// returns the word after it, or 0 if there is none.
func (r *timeReader) read(i int) (moment, int) {
	c := calendarWords()
	phase := ""
	for i < len(r.words) {
		if m, next := r.plain(i); next > 0 {
			return r.trail(m.phase(phase), next)
		}
		w := r.at(i)
		switch {
		case c.phases[w] != "":
			phase = c.phases[w]
			i++
			if r.at(i) == "-" || r.at(i) == "of" {
				i++
			}
		case c.skip[w]:
			i++
		case w == "more" && r.at(i+1) == "than", w == "less" && r.at(i+1) == "than", w == "at" && r.at(i+1) == "least":
			i += 2
		case c.vague[w] && i > 0 || c.vague[w] && len(r.words) == 1:
			return moment{}, i + 1
		case w == "recent" || w == "several" || w == "few" || w == "many" || w == "some" || w == "that" || w == "those" || w == "these" || w == "one" || w == "every" || w == "each" || w == "any" || w == "first" || w == "second" || w == "last" || w == "final" || w == "very" || w == "same" || w == "following" || w == "previous" || w == "early" || w == "his" || w == "her" || w == "their" || w == "its" || w == "next" || w == "coming" || w == "past" || w == "long":
			if c.vague[r.at(i+1)] || c.units[r.at(i+1)] != "" || c.parts[r.at(i+1)] || c.weekdays[r.at(i+1)] > 0 {
				return moment{}, i + 2
			}
			if w != "last" && w != "next" && w != "past" && w != "coming" && w != "these" && w != "those" && w != "first" {
				return moment{}, 0
			}
			i++
		default:
			return moment{}, 0
		}
	}
	return moment{}, 0
}

// trail reads what may stand behind a time: a part of the day, a clock time, a
// weekday, the end of a range.
func (r *timeReader) trail(m moment, i int) (moment, int) {
	c := calendarWords()
	for i < len(r.words) {
		k := i
		if r.at(k) == "," || r.at(k) == "(" {
			k++
		}
		if r.at(k) == "in" || r.at(k) == "on" || r.at(k) == "at" || r.at(k) == "the" {
			k++
		}
		w := r.at(k)
		switch {
		case c.parts[w]:
			i = k + 1
		case w == "ago" || w == "earlier" || w == "later" || w == "alone" || w == "itself" || w == "local" || w == "time" || w == "eastern" || w == "gmt" || w == "est" || w == "edt" || w == "et":
			i = k + 1
		case c.weekdays[w] > 0 && m.grain == byDay:
			i = k + 1
		default:
			if clock, next := r.clock(k); next > 0 {
				m.clock, i = clock, next
				continue
			}
			if m.clock != "" && m.from.IsZero() {
				if day, next := r.plain(k); next > 0 && day.grain == byDay {
					day.clock = m.clock
					m, i = day, next
					continue
				}
			}
			if (w == "to" || w == "-" || w == "–" || w == "through" || w == "until") && !m.from.IsZero() && m.to.IsZero() && m.clock == "" {
				if end, next := r.plain(k + 1); next > 0 && end.grain == m.grain && end.from.After(m.from) {
					m.to, i = end.last(), next
					if m.grain != byDay {
						m.to = end.from
					}
					continue
				}
			}
			return m, i
		}
	}
	return m, i
}

// phase returns the first, middle or last third of m: early 2020 is
// 2020-01/2020-04.
func (m moment) phase(phase string) moment {
	if phase == "" || m.from.IsZero() || m.duration != "" {
		return m
	}
	year := m.from.Year()
	third := map[string]int{"early": 0, "middle": 1, "late": 2}[phase]
	switch {
	case m.grain == byYear && m.to.IsZero():
		return moment{from: day(year, 1+4*third, 1), to: day(year, 4+4*third, 1), grain: byMonth}
	case m.grain == byYear && m.to.Year()-year == 9:
		bounds := [][2]int{{0, 3}, {4, 6}, {7, 9}}[third]
		return moment{from: day(year+bounds[0], 1, 1), to: day(year+bounds[1], 1, 1), grain: byYear}
	case m.grain == byYear && m.to.Year()-year == 99:
		bounds := [][2]int{{0, 32}, {33, 65}, {66, 99}}[third]
		return moment{from: day(year+bounds[0], 1, 1), to: day(year+bounds[1], 1, 1), grain: byYear}
	case m.grain == byMonth && m.to.IsZero():
		month := int(m.from.Month())
		first, last := 1+10*third, 10+10*third
		if third == 2 {
			last = m.last().Day()
		}
		return moment{from: day(year, month, first), to: day(year, month, last), grain: byDay}
	}
	return m
}

// plain reads a time at word i that has nothing before it.
func (r *timeReader) plain(i int) (moment, int) {
	for _, read := range []func(int) (moment, int){r.numeric, r.clockOnly, r.date, r.year, r.quarter, r.season, r.relativeDay, r.holiday, r.which, r.count} {
		if m, next := read(i); next > 0 {
			return m, next
		}
	}
	return moment{}, 0
}

// numeric reads 2024-03-06 and 3/6/2024.
func (r *timeReader) numeric(i int) (moment, int) {
	if i+4 < len(r.words) && r.at(i+1) == r.at(i+3) && r.words[i+4].start-r.words[i].start <= 8 {
		a, errA := strconv.Atoi(r.at(i))
		b, errB := strconv.Atoi(r.at(i + 2))
		d, errC := strconv.Atoi(r.at(i + 4))
		if errA == nil && errB == nil && errC == nil {
			switch {
			case r.at(i+1) == "-" && a > 1500 && a < 2200 && valid(a, b, d):
				return moment{from: day(a, b, d), grain: byDay}, i + 5
			case r.at(i+1) == "/" && d > 1500 && d < 2200 && valid(d, a, b):
				return moment{from: day(d, a, b), grain: byDay}, i + 5
			}
		}
	}
	return moment{}, 0
}

func valid(year, month, d int) bool {
	return month >= 1 && month <= 12 && d >= 1 && d <= day(year, month+1, 0).Day()
}

// clockOnly reads a clock time without a day.
func (r *timeReader) clockOnly(i int) (moment, int) {
	clock, next := r.clock(i)
	if next == 0 {
		return moment{}, 0
	}
	return moment{clock: clock}, next
}

// clock reads "3:30 p.m.", "15:00", "noon".
func (r *timeReader) clock(i int) (string, int) {
	w := r.at(i)
	switch w {
	case "noon", "midday":
		return "T12:00", i + 1
	case "midnight":
		return "T00:00", i + 1
	case "":
		return "", 0
	}
	hours, minutes, found := strings.Cut(w, ":")
	h, err := strconv.Atoi(hours)
	if err != nil || h < 0 || h > 23 {
		return "", 0
	}
	m := 0
	if found {
		if m, err = strconv.Atoi(minutes); err != nil || m > 59 || len(minutes) != 2 {
			return "", 0
		}
	}
	switch strings.Trim(strings.ReplaceAll(r.at(i+1), ".", ""), " ") {
	case "am":
		if h == 12 {
			h = 0
		}
		return fmt.Sprintf("T%02d:%02d", h, m), i + 2
	case "pm":
		if h < 12 {
			h += 12
		}
		return fmt.Sprintf("T%02d:%02d", h, m), i + 2
	case "o'clock":
		return fmt.Sprintf("T%02d:%02d", h, m), i + 2
	}
	if found {
		return fmt.Sprintf("T%02d:%02d", h, m), i + 1
	}
	return "", 0
}

// yearAt returns the year that word i is, or 0.
func (r *timeReader) yearAt(i int) int {
	w := r.at(i)
	if len(w) != 4 {
		return 0
	}
	y, err := strconv.Atoi(w)
	if err != nil || y < 1000 || y > 2199 {
		return 0
	}
	return y
}

// dayAt returns the day of the month that word i is, or 0: 7, 7th, seventh.
func (r *timeReader) dayAt(i int) int {
	w := r.at(i)
	if x := numberWords().ordinal[w]; x > 0 {
		return int(x)
	}
	w = strings.TrimRight(w, "stndrh")
	if len(w) == 0 || len(w) > 2 {
		return 0
	}
	d, err := strconv.Atoi(w)
	if err != nil || d < 1 || d > 31 {
		return 0
	}
	return d
}
