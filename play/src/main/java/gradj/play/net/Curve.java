package gradj.play.net;

import java.util.ArrayList;
import java.util.List;

/** What was measured while a net learned; of a long training, every second point, then every fourth ... */
final class Curve {
    private static final int MOST = 1000;

    private List<NetView.Measured> points = new ArrayList<>();
    private double sum;
    private int count;

    /** The loss of a mini-batch. */
    void add(double loss) {
        sum += loss;
        count++;
    }

    boolean hasNew() {
        return count > 0;
    }

    /** A point: the mean of the losses since the one before, and these accuracies. */
    NetView.Measured measure(int iteration, double trainAccuracy, double testAccuracy) {
        NetView.Measured point = new NetView.Measured(iteration, sum / count, trainAccuracy, testAccuracy);
        sum = 0;
        count = 0;
        points.add(point);
        if (points.size() > MOST) {
            List<NetView.Measured> fewer = new ArrayList<>();
            for (int i = points.size() % 2 == 0 ? 1 : 0; i < points.size(); i += 2) {
                fewer.add(points.get(i));
            }
            points = fewer;
        }
        return point;
    }

    List<NetView.Measured> points() {
        return List.copyOf(points);
    }
}
