package extract

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// date reads months, days of months and weekdays: "October", "Oct. 7", "7
// October 2023", "Tuesday, March 5".
func (r *timeReader) date(i int) (moment, int) {
	c := calendarWords()
	start := i
	weekday := c.weekdays[r.at(i)]
	if weekday > 0 {
		i++
		if c.parts[r.at(i)] {
			i++
		}
		if r.at(i) == "," {
			i++
		}
		if r.at(i) == "the" {
			i++
		}
	}
	month, d, next := 0, 0, 0
	switch {
	case c.months[r.at(i)] > 0:
		month, next = c.months[r.at(i)], i+1
		if x := r.dayAt(next); x > 0 && r.at(next+1) != "million" && r.at(next+1) != "billion" {
			d = x
			next++
		} else if r.at(next) == "the" && r.dayAt(next+1) > 0 {
			d = r.dayAt(next + 1)
			next += 2
		}
	case r.dayAt(i) > 0 && c.months[r.at(i+1)] > 0:
		d, month, next = r.dayAt(i), c.months[r.at(i+1)], i+2
	case r.dayAt(i) > 0 && r.at(i+1) == "of" && c.months[r.at(i+2)] > 0:
		d, month, next = r.dayAt(i), c.months[r.at(i+2)], i+3
	}
	if month == 0 {
		if weekday == 0 {
			return moment{}, 0
		}
		next = start + 1
		return r.weekday(weekday), next
	}
	// October 7-9
	to := 0
	if d > 0 && (r.at(next) == "-" || r.at(next) == "–" || r.at(next) == "to") {
		if x := r.dayAt(next + 1); x > d {
			to = x
			next += 2
		}
	}
	year, k := 0, next
	if r.at(k) == "," || r.at(k) == "of" {
		k++
	}
	if y := r.yearAt(k); y > 0 {
		year, next = y, k+1
	}
	if year == 0 && (r.at(k) == "last" || r.at(k) == "this" || r.at(k) == "next") && r.at(k+1) == "year" && r.known() {
		year = r.anchor.Year() + map[string]int{"last": -1, "next": 1}[r.at(k)]
		next = k + 2
	}
	if year == 0 {
		if !r.known() {
			return moment{}, next
		}
		year = r.yearOf(month, d)
	}
	if d == 0 {
		return moment{from: day(year, month, 1), grain: byMonth}, next
	}
	if !valid(year, month, d) {
		return moment{}, 0
	}
	m := moment{from: day(year, month, d), grain: byDay}
	if to > 0 && valid(year, month, to) {
		m.to = day(year, month, to)
	}
	return m, next
}

// yearOf returns the year that a month and a day without one belong to: the
// last time it was so, or the next if something is to come.
func (r *timeReader) yearOf(month, d int) int {
	today := r.today()
	year := today.Year()
	first, last := day(year, month, max(d, 1)), day(year, month, max(d, 1))
	if d == 0 {
		last = day(year, month+1, 0)
	}
	switch {
	case r.future && last.Before(today):
		return year + 1
	case !r.future && first.After(today):
		// What is a few weeks ahead may be meant without a word for it, "the
		// vote on March 12"; otherwise it was last year's.
		if first.Sub(today) > 60*24*time.Hour {
			return year - 1
		}
	}
	return year
}

// weekday returns the last such day, today included, or the next if something
// is to come.
func (r *timeReader) weekday(weekday int) moment {
	if !r.known() {
		return moment{}
	}
	today := r.today()
	distance := (int(today.Weekday()) - weekday%7 + 7) % 7
	if r.future && distance > 0 {
		distance -= 7
	}
	return moment{from: today.AddDate(0, 0, -distance), grain: byDay}
}

// year reads "2019", "2019-20", "the 1990s", "the '90s", "the 19th century".
func (r *timeReader) year(i int) (moment, int) {
	if y := r.yearAt(i); y > 0 {
		if r.at(i+1) == "-" || r.at(i+1) == "–" || r.at(i+1) == "/" {
			end := r.yearAt(i + 2)
			if x, err := strconv.Atoi(r.at(i + 2)); end == 0 && err == nil && len(r.at(i+2)) == 2 {
				end = y/100*100 + x
			}
			if end > y {
				return moment{from: day(y, 1, 1), to: day(end, 1, 1), grain: byYear}, i + 3
			}
		}
		return moment{from: day(y, 1, 1), grain: byYear}, i + 1
	}
	w := r.at(i)
	if w == "'" && strings.HasSuffix(r.at(i+1), "s") {
		w, i = r.at(i+1), i+1
	}
	if digits, found := strings.CutSuffix(w, "s"); found {
		y, err := strconv.Atoi(digits)
		switch {
		case err != nil:
		case len(digits) == 4 && y%10 == 0 && y >= 1000:
			end := y + 9
			if y%100 == 0 && y < 2000 {
				end = y + 99 // the 1800s
			}
			return moment{from: day(y, 1, 1), to: day(end, 1, 1), grain: byYear}, i + 1
		case len(digits) == 2 && y%10 == 0:
			y += 1900
			if y <= 1920 {
				y += 100
			}
			return moment{from: day(y, 1, 1), to: day(y+9, 1, 1), grain: byYear}, i + 1
		}
	}
	if n := numberWords().ordinal[w]; n > 0 || ordinalDigits(w) > 0 {
		if n == 0 {
			n = float64(ordinalDigits(w))
		}
		k := i + 1
		if r.at(k) == "-" {
			k++
		}
		if r.at(k) == "century" && n < 30 {
			from := int(n-1)*100 + 1
			return moment{from: day(from, 1, 1), to: day(from+99, 1, 1), grain: byYear}, k + 1
		}
	}
	return moment{}, 0
}

// ordinalDigits returns 19 for 19th, and 0 for what is none.
func ordinalDigits(w string) int {
	if len(w) < 3 || !ordinalEnding(w[len(w)-2:]) {
		return 0
	}
	n, _ := strconv.Atoi(w[:len(w)-2])
	return n
}

// quarter reads "the third quarter of 2023", "Q3", "the first half of last
// year".
func (r *timeReader) quarter(i int) (moment, int) {
	n, length, next := 0, 0, 0
	w := r.at(i)
	switch {
	case len(w) == 1 && w == "q" && i+1 < len(r.words):
		n, _ = strconv.Atoi(r.at(i + 1))
		length, next = 3, i+2
	case len(w) == 2 && (w[0] == 'q' || w[0] == 'h') && w[1] >= '1' && w[1] <= '4':
		n, length, next = int(w[1]-'0'), 3, i+1
		if w[0] == 'h' {
			length = 6
		}
	case numberWords().ordinal[w] > 0:
		n = int(numberWords().ordinal[w])
		k := i + 1
		if r.at(k) == "-" || r.at(k) == "fiscal" {
			k++
		}
		switch r.at(k) {
		case "quarter":
			length = 3
		case "half":
			length = 6
		}
		next = k + 1
	}
	if length == 0 || n < 1 || n*length > 12 {
		return moment{}, 0
	}
	k := next
	if r.at(k) == "of" || r.at(k) == "in" || r.at(k) == "," {
		k++
	}
	if r.at(k) == "the" || r.at(k) == "fiscal" {
		k++
	}
	year := 0
	if y := r.yearAt(k); y > 0 {
		year, next = y, k+1
	} else if m, after := r.which(k); after > 0 && m.grain == byYear && m.to.IsZero() && !m.from.IsZero() {
		year, next = m.from.Year(), after
	} else if r.at(k) == "year" && r.known() {
		year, next = r.anchor.Year(), k+1
	}
	if year == 0 {
		if !r.known() {
			return moment{}, next
		}
		year = r.anchor.Year()
		begin := day(year, (n-1)*length+1, 1)
		if !r.future && begin.After(r.today()) {
			year--
		} else if r.future && day(year, n*length+1, 0).Before(r.today()) {
			year++
		}
	}
	return moment{from: day(year, (n-1)*length+1, 1), to: day(year, n*length, 1), grain: byMonth}, next
}

// season reads "summer", "the winter of 2021".
func (r *timeReader) season(i int) (moment, int) {
	month := calendarWords().seasons[r.at(i)]
	if month == 0 {
		return moment{}, 0
	}
	next, k := i+1, i+1
	if r.at(k) == "of" || r.at(k) == "in" {
		k++
	}
	if y := r.yearAt(k); y > 0 {
		return seasonOf(y, month), k + 1
	}
	if !r.known() {
		return moment{}, next
	}
	year := r.anchor.Year()
	switch begin := day(year, month, 1); {
	case r.future && day(year, month+3, 0).Before(r.today()):
		year++
	case !r.future && begin.After(r.today()):
		year--
	}
	return seasonOf(year, month), next
}

// seasonOf returns the three months of a season. A winter bears the year in
// which it begins.
func seasonOf(year, month int) moment {
	return moment{from: day(year, month, 1), to: day(year, month+2, 1), grain: byMonth}
}

// relativeDay reads "today", "yesterday", "the weekend".
func (r *timeReader) relativeDay(i int) (moment, int) {
	if r.at(i) == "weekend" && r.known() {
		step := 0
		if today := r.today().Weekday(); !r.future && today != time.Saturday && today != time.Sunday {
			step = -1
		}
		return unitAround(r.today(), "weekend", step), i + 1
	}
	distance, ok := calendarWords().relative[r.at(i)]
	if !ok {
		return moment{}, 0
	}
	if !r.known() {
		return moment{}, i + 1
	}
	return moment{from: r.today().AddDate(0, 0, distance), grain: byDay}, i + 1
}

// holiday reads days with a name.
func (r *timeReader) holiday(i int) (moment, int) {
	key, best, date := "", 0, ""
	for k := i; k < i+4 && k < len(r.words); k++ {
		if key != "" {
			key += " "
		}
		key += r.at(k)
		if d := calendarWords().holidays[key]; d != "" {
			best, date = k+1, d
		}
	}
	var month, d int
	if best == 0 {
		return moment{}, 0
	}
	if _, err := fmt.Sscanf(date, "%d-%d", &month, &d); err != nil {
		return moment{}, 0
	}
	if y := r.yearAt(best); y > 0 {
		return moment{from: day(y, month, d), grain: byDay}, best + 1
	}
	if !r.known() {
		return moment{}, best
	}
	return moment{from: day(r.yearOf(month, d), month, d), grain: byDay}, best
}
