package extract

import (
	"fmt"
	"time"
)

// which reads "last month", "this week", "next Friday", "this morning", "the
// past three years".
func (r *timeReader) which(i int) (moment, int) {
	c := calendarWords()
	side, ok := c.which[r.at(i)]
	if !ok {
		return moment{}, 0
	}
	step := map[string]int{"last": -1, "this": 0, "next": 1}[side]
	w := r.at(i + 1)
	if r.at(i) == "following" || r.at(i) == "previous" || r.at(i) == "same" {
		// These count from a day of the story.
		if c.units[w] != "" || c.weekdays[w] > 0 || c.months[w] > 0 || c.parts[w] {
			return moment{}, i + 2
		}
		return moment{}, 0
	}
	placed := func(m moment) (moment, int) {
		if !r.known() {
			return moment{}, i + 2
		}
		return m, i + 2
	}
	today := r.today()
	switch {
	case c.weekdays[w] > 0:
		m := r.weekday(c.weekdays[w])
		if r.known() {
			distance := (c.weekdays[w]%7 - int(today.Weekday()) + 7) % 7
			switch {
			case step < 0:
				m.from = today.AddDate(0, 0, distance-7)
			case step > 0 && distance == 0:
				m.from = today.AddDate(0, 0, 7)
			case step > 0:
				m.from = today.AddDate(0, 0, distance)
			}
		}
		return m, i + 2
	case c.months[w] > 0:
		year := today.Year()
		month := c.months[w]
		switch {
		case step < 0 && month >= int(today.Month()):
			year--
		case step > 0 && month <= int(today.Month()):
			year++
		}
		m := moment{from: day(year, month, 1), grain: byMonth}
		if d := r.dayAt(i + 2); d > 0 && valid(year, month, d) && r.known() {
			return moment{from: day(year, month, d), grain: byDay}, i + 3
		}
		return placed(m)
	case c.seasons[w] > 0:
		year, month := today.Year(), c.seasons[w]
		begin, end := day(year, month, 1), day(year, month+3, 0)
		switch {
		case step < 0 && !end.Before(today):
			year--
		case step > 0 && !begin.After(today):
			year++
		}
		return placed(seasonOf(year, month))
	case c.parts[w]:
		return placed(moment{from: today.AddDate(0, 0, step), grain: byDay})
	case c.units[w] != "" && w[len(w)-1] != 's':
		return placed(unitAround(today, c.units[w], step))
	}
	// the last three years
	if n, used := readNumber(r.words[i+1:]); used > 0 && n.value >= 1 && n.value < 1000 && !n.vague {
		unit := c.units[r.at(i+1+used)]
		if unit == "" {
			return moment{}, 0
		}
		next := i + 2 + used
		if !r.known() {
			return moment{}, next
		}
		other := shift(today, unit, step*int(n.value))
		from, to := other, today
		if step > 0 {
			from, to = today, other
		}
		g := unitGrain(unit)
		if from.Equal(to) || g == noGrain {
			return moment{}, next
		}
		return moment{from: from, to: to, grain: g}, next
	}
	return moment{}, 0
}

// unitAround returns the unit of time that is step units away from the one that
// today is in.
func unitAround(today time.Time, unit string, step int) moment {
	year, month := today.Year(), int(today.Month())
	switch unit {
	case "day", "night":
		return moment{from: today.AddDate(0, 0, step), grain: byDay}
	case "week":
		return moment{from: monday(today).AddDate(0, 0, 7*step), grain: byWeek}
	case "weekend":
		saturday := monday(today).AddDate(0, 0, 5)
		if step == 0 {
			step = 0
		}
		saturday = saturday.AddDate(0, 0, 7*step)
		return moment{from: saturday, to: saturday.AddDate(0, 0, 1), grain: byDay}
	case "fortnight":
		return moment{from: today.AddDate(0, 0, min(14*step, 0)), to: today.AddDate(0, 0, max(14*step, 0)), grain: byDay}
	case "month":
		return moment{from: day(year, month+step, 1), grain: byMonth}
	case "quarter":
		first := (month-1)/3*3 + 1 + 3*step
		return moment{from: day(year, first, 1), to: day(year, first+2, 1), grain: byMonth}
	case "year":
		return moment{from: day(year+step, 1, 1), grain: byYear}
	case "decade":
		first := year/10*10 + 10*step
		return moment{from: day(first, 1, 1), to: day(first+9, 1, 1), grain: byYear}
	case "century":
		first := (year-1)/100*100 + 1 + 100*step
		return moment{from: day(first, 1, 1), to: day(first+99, 1, 1), grain: byYear}
	}
	return moment{}
}

// monday returns the first day of the week of t.
func monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// shift returns the day that is n units after t, or before it.
func shift(t time.Time, unit string, n int) time.Time {
	switch unit {
	case "day", "night":
		return t.AddDate(0, 0, n)
	case "week", "weekend":
		return t.AddDate(0, 0, 7*n)
	case "fortnight":
		return t.AddDate(0, 0, 14*n)
	case "month":
		return day(t.Year(), int(t.Month())+n, min(t.Day(), day(t.Year(), int(t.Month())+n+1, 0).Day()))
	case "quarter":
		return shift(t, "month", 3*n)
	case "year":
		return shift(t, "month", 12*n)
	case "decade":
		return shift(t, "month", 120*n)
	case "century":
		return shift(t, "month", 1200*n)
	}
	return t
}

// unitGrain is the grain of a distance in units.
func unitGrain(unit string) grain {
	switch unit {
	case "day", "night":
		return byDay
	case "week", "fortnight", "weekend":
		return byWeek
	case "month", "quarter":
		return byMonth
	case "year", "decade", "century":
		return byYear
	}
	return noGrain
}

// count reads "two weeks ago", "a year earlier", "three years".
func (r *timeReader) count(i int) (moment, int) {
	c := calendarWords()
	value, used := 0.0, 0
	if (r.at(i) == "a" || r.at(i) == "an" || r.at(i) == "one") && c.units[r.at(i+1)] != "" {
		value, used = 1, 1
	} else if n, k := readNumber(r.words[i:]); k > 0 && !n.vague && n.value > 0 && n.value < 100000 {
		value, used = n.value, k
	}
	if used == 0 {
		return moment{}, 0
	}
	k := i + used
	if r.at(k) == "-" {
		k++
	}
	if r.at(k) == "more" || r.at(k) == "full" || r.at(k) == "straight" || r.at(k) == "consecutive" || r.at(k) == "long" {
		k++
	}
	unit := c.units[r.at(k)]
	if unit == "" {
		return moment{}, 0
	}
	next := k + 1
	switch r.at(next) {
	case "ago":
		if !r.known() || unitGrain(unit) == noGrain || value != float64(int(value)) {
			if r.known() && (unit == "hour" || unit == "minute" || unit == "second") {
				return moment{from: r.today(), grain: byDay}, next + 1
			}
			return moment{}, next + 1
		}
		return moment{from: shift(r.today(), unit, -int(value)), grain: unitGrain(unit)}, next + 1
	case "earlier", "later", "before", "after", "from", "old", "into":
		return moment{}, next + 1
	}
	return moment{duration: duration(value, unit)}, next
}

// duration returns an ISO 8601 duration, or nothing where there is none.
func duration(value float64, unit string) string {
	switch unit {
	case "second":
		return "PT" + number(value) + "S"
	case "minute":
		return "PT" + number(value) + "M"
	case "hour":
		return "PT" + number(value) + "H"
	case "day", "night":
		return "P" + number(value) + "D"
	case "weekend":
		return "P" + number(2*value) + "D"
	case "week":
		return "P" + number(value) + "W"
	case "fortnight":
		return "P" + number(2*value) + "W"
	case "month":
		return "P" + number(value) + "M"
	case "quarter":
		return "P" + number(3*value) + "M"
	case "year":
		return "P" + number(value) + "Y"
	case "decade":
		return "P" + number(10*value) + "Y"
	case "century":
		return fmt.Sprintf("P%sY", number(100*value))
	}
	return ""
}
