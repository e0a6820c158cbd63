package gradj.train;

/**
 * Where a net stood at the end of an epoch.
 *
 * @param number counted from 1; the last one may be shorter than the others
 * @param iteration the iterations done so far
 * @param loss the mean loss of the samples of the epoch's mini-batches, each before its update: a smaller last batch
 *     weighs less than a full one
 * @param trainAccuracy the part of all training samples that are classified right, 0 to 1
 * @param testAccuracy the same of all test samples
 */
public record Epoch(int number, int iteration, double loss, double trainAccuracy, double testAccuracy) {}
