/**
 * Trainings as event files, which TensorBoard shows while they run: {@link gradj.tensorboard.TensorBoardListener} follows a
 * training, {@link gradj.tensorboard.EventWriter} writes anything.
 */
@NullMarked
package gradj.tensorboard;

import org.jspecify.annotations.NullMarked;
