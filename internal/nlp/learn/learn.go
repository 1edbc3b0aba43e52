// Package learn holds what models are made of: words as a model sees them,
// hashed linear models, and how models are stored.
//
// It knows nothing of tokens and trees. A model takes words apart with Key and
// Shape, names its features with Hash and Mix, learns their weights with a
// Perceptron and keeps them in a Linear.
package learn
