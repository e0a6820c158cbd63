#!/bin/sh
# com.edwardraff:JSAT:0.0.9
#
# LogisticLoss.deriv has the wrong sign where a score lies 30 or further on the wrong side: the loss of -30 for the label 1 is
# 30 and falls as the score grows, its derivative reads +1 in place of -1; for the label -1 the contrary. There each step of
# descent carries a badly classified sample further away. Up to 29.5 it is right.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only com.edwardraff:JSAT:0.0.9
program <<'JAVA'
import jsat.lossfunctions.LogisticLoss;

class Finding {
    public static void main(String[] args) {
        for (double score : new double[] {-100, -30, -29.5, -1, 1, 29.5, 30, 100}) {
            for (int label : new int[] {1, -1}) {
                double slope = (LogisticLoss.loss(score + 0.125, label) - LogisticLoss.loss(score - 0.125, label)) / 0.25;
                System.out.printf(java.util.Locale.ROOT, "score %.1f, label %d: loss %.3f, deriv %.3f, slope of the loss %.3f%n",
                        score, label, LogisticLoss.loss(score, label), LogisticLoss.deriv(score, label), slope);
            }
        }
    }
}
JAVA
seen <<'SEEN'
score -100.0, label 1: loss 100.000, deriv 1.000, slope of the loss -1.000
score -100.0, label -1: loss 0.000, deriv 0.000, slope of the loss 0.000
score -30.0, label 1: loss 30.000, deriv 1.000, slope of the loss -1.000
score -30.0, label -1: loss 0.000, deriv 0.000, slope of the loss 0.000
score -29.5, label 1: loss 29.500, deriv -1.000, slope of the loss -1.000
score -29.5, label -1: loss 0.000, deriv 0.000, slope of the loss 0.000
score -1.0, label 1: loss 1.313, deriv -0.731, slope of the loss -0.731
score -1.0, label -1: loss 0.313, deriv 0.269, slope of the loss 0.269
score 1.0, label 1: loss 0.313, deriv -0.269, slope of the loss -0.269
score 1.0, label -1: loss 1.313, deriv 0.731, slope of the loss 0.731
score 29.5, label 1: loss 0.000, deriv -0.000, slope of the loss -0.000
score 29.5, label -1: loss 29.500, deriv 1.000, slope of the loss 1.000
score 30.0, label 1: loss 0.000, deriv 0.000, slope of the loss -0.000
score 30.0, label -1: loss 30.000, deriv -1.000, slope of the loss 1.000
score 100.0, label 1: loss 0.000, deriv 0.000, slope of the loss 0.000
score 100.0, label -1: loss 100.000, deriv -1.000, slope of the loss 1.000
SEEN
