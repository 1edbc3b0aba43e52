package learn

// Scores adds the score of each of the classes 0, 1, … for features to scores.
func (p *Perceptron) Scores(features []uint64, scores []float32) {
	for _, f := range features {
		for class := range scores {
			scores[class] += p.weights[(f+uint64(class))&p.mask]
		}
	}
}

// Scores adds the score of each of the classes 0, 1, … for features to scores.
func (l *Linear) Scores(features []uint64, scores []float32) {
	codes, mask, values := l.codes, l.mask, l.values
	for _, f := range features {
		for class := range scores {
			scores[class] += values[codes[(f+uint64(class))&mask]]
		}
	}
}
