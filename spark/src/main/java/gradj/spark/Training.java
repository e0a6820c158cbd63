package gradj.spark;

import gradj.train.Sampling;
import gradj.train.TrainingPlan;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A training on Spark, as the driver sees it: the rows are dealt out to the workers by a shuffle and looked through, then all
 * workers learn in one barrier stage. Where the cluster loses one of them, the stage is submitted again, from the last checkpoint.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    /** So long no slot may have come more for the slots to be all there are. */
    private static final long PATIENCE_MILLIS = 5_000;

    /** The same where executors are awaited: none has come yet, or one was lost and the cluster starts another. */
    private static final long LONG_PATIENCE_MILLIS = 60_000;

    private static final int ATTEMPTS = 4;

    /** Of each backend that executors do not have it is told once. */
    private static final AtomicBoolean IS_FALLBACK_TOLD = new AtomicBoolean();

    private final LearningParams<?> params;
    private final int knownClasses;
    private final boolean hasClasses;

    /**
     * A training by these parameters.
     *
     * @param hasClasses whether labels are class numbers
     * @param knownClasses how many of them, if the column of labels says so, else 0
     */
    Training(LearningParams<?> params, boolean hasClasses, int knownClasses) {
        this.params = params;
        this.hasClasses = hasClasses;
        this.knownClasses = knownClasses;
    }

    /**
     * Trains a net.
     *
     * @throws IllegalArgumentException if the rows cannot be learned from, or the cluster has not so many slots
     * @throws IllegalStateException if the training fails
     */
    Outcome run(Dataset<?> data, Column features, Column label) {
        int workers = params.getWorkers();
        SparkContext spark = data.sparkSession().sparkContext();
        requireStaticAllocation(spark);
        requireSlots(spark, workers, PATIENCE_MILLIS);
        Dealer dealer = new Dealer(workers, hasClasses);
        JavaRDD<Row> rows = data.select(label.cast("double"), features).javaRDD();
        JavaRDD<Chunk> chunks = rows.mapPartitionsWithIndex(dealer::deal, true)
                .mapToPair(chunk -> new Tuple2<>(chunk.worker, chunk))
                .partitionBy(new HashPartitioner(workers))
                .values();
        boolean areClasses = hasClasses;
        Overview overview = Overview.of(
                rows.getNumPartitions(),
                chunks.map(chunk -> chunk.summary(areClasses)).collect());
        Deal deal = overview.deal(workers);
        return train(spark, chunks, deal, plan(overview, deal));
    }

    private Plan plan(Overview overview, Deal deal) {
        int perEpoch =
                new TrainingPlan(1, params.getBatchSize(), Sampling.SHUFFLED_EPOCHS, 0).iterationsPerEpoch(deal.rows());
        return new Plan(
                overview.width(),
                hasClasses ? overview.classes(knownClasses) : 0,
                params.getHiddenLayers(),
                params.getOptimizer(),
                params.getLearningRate(),
                params.getBatchSize(),
                Math.multiplyExact(params.getEpochs(), perEpoch),
                perEpoch,
                params.getSeed(),
                params.getBackend());
    }

    // ------------------------------------------------------------------------------------------------------ attempts

    private Outcome train(SparkContext spark, JavaRDD<Chunk> chunks, Deal deal, Plan plan) {
        Checkpoint checkpoint = checkpoint(spark);
        try {
            int firstIteration = 0;
            for (int attempt = 1; ; attempt++) {
                requireSlots(spark, deal.workers(), LONG_PATIENCE_MILLIS); // Spark itself looks every 15 s
                byte[] secret = Handshake.newSecret();
                TrainingTask task = new TrainingTask(plan, deal, secret, checkpoint, firstIteration);
                try {
                    return result(barrier(chunks, task).collect());
                } catch (Exception failure) { // Scala's checked exceptions are in no signature
                    if (attempt == ATTEMPTS || !isOfCluster(failure) || spark.isStopped()) {
                        throw failure;
                    }
                    firstIteration = checkpoint == null ? 0 : checkpoint.newest();
                    LOG.warn(
                            "attempt {} of {} failed, the next one goes on after iteration {} of {}: {}",
                            attempt,
                            ATTEMPTS,
                            firstIteration,
                            plan.iterations(),
                            shortened(failure));
                }
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the training on Spark failed: " + shortened(e), e);
        } finally {
            end(checkpoint);
        }
    }

    /** Whether workers were lost, which Spark calls a failed barrier stage; a cancelled job is none. */
    private static boolean isOfCluster(Exception failure) {
        return String.valueOf(failure.getMessage()).contains("failed barrier");
    }

    /** The first line or two of what Spark says, without the stacks. */
    private static String shortened(Exception failure) {
        String message = String.valueOf(failure.getMessage()).replaceAll("(?m)^\\s+at .*$", "");
        return message.replaceAll("\\s+", " ")
                .substring(0, Math.min(500, message.replaceAll("\\s+", " ").length()));
    }

    private static Outcome result(List<Outcome> outcomes) {
        Outcome first = outcomes.get(0);
        if (!first.problem.isEmpty()) {
            throw new IllegalStateException("the training on Spark cannot go on: " + first.problem);
        }
        String told = fallback(outcomes);
        if (!told.isEmpty() && IS_FALLBACK_TOLD.compareAndSet(false, true)) {
            LOG.warn("{}", told);
        }
        return first;
    }

    /** What to tell of the backends that computed; nothing if all workers had the best that is there. */
    static String fallback(List<Outcome> outcomes) {
        List<String> backends = outcomes.stream().map(o -> o.backend).distinct().toList();
        long fallen = outcomes.stream().filter(o -> !o.passedOver.isEmpty()).count();
        if (fallen > 0) {
            Outcome one = outcomes.stream()
                    .filter(o -> !o.passedOver.isEmpty())
                    .findFirst()
                    .orElseThrow();
            return fallen + " of " + outcomes.size() + " workers compute with the backend " + one.backend + ": "
                    + one.passedOver
                    + "; executors start with the options in spark.executor.extraJavaOptions";
        }
        return backends.size() == 1
                ? ""
                : "the workers compute with different backends, " + String.join(" and ", backends)
                        + ", so the bits depend on which executor has which rows: give all executors the same jars";
    }

    private static JavaRDD<Outcome> barrier(JavaRDD<Chunk> chunks, TrainingTask task) {
        SerializableFunction<scala.collection.Iterator<Chunk>, scala.collection.Iterator<Outcome>> work =
                own -> CollectionConverters.asScala(
                        List.of(task.run(CollectionConverters.asJava(own))).iterator());
        ClassTag<Outcome> tag = ClassTag$.MODULE$.apply(Outcome.class);
        return JavaRDD.fromRDD(chunks.rdd().barrier().mapPartitions(work, false, tag), tag);
    }

    // ---------------------------------------------------------------------------------------------------- checkpoint

    private @Nullable Checkpoint checkpoint(SparkContext spark) {
        String folder = params.getCheckpointDir();
        if (folder.isEmpty()) {
            return null;
        }
        // A folder for each run: a CrossValidator has many, some at the same time.
        Checkpoint checkpoint = new Checkpoint(
                folder + "/" + params.uid() + "-" + UUID.randomUUID(),
                new SerializableConfiguration(spark.hadoopConfiguration()),
                params.getCheckpointInterval());
        try {
            checkpoint.begin();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "checkpointDir " + folder + ": no checkpoint can be written there: " + e.getMessage(), e);
        }
        return checkpoint;
    }

    private static void end(@Nullable Checkpoint checkpoint) {
        if (checkpoint != null) {
            try {
                checkpoint.end();
            } catch (IOException e) {
                LOG.warn("old checkpoints could not be deleted: {}", e.toString());
            }
        }
    }

    // --------------------------------------------------------------------------------------------------------- slots

    private static void requireStaticAllocation(SparkContext spark) {
        if (spark.conf().getBoolean("spark.dynamicAllocation.enabled", false)) {
            throw new IllegalArgumentException(
                    "Spark's barrier stages, in which a net learns, refuse dynamic allocation:"
                            + " set spark.dynamicAllocation.enabled=false");
        }
    }

    /** Executors come late: a new session has none of them. Waits as long as more are coming. */
    private static void requireSlots(SparkContext spark, int workers, long patience) {
        int slots = slots(spark);
        long lastChange = System.nanoTime();
        while (slots < workers) {
            long millis = (System.nanoTime() - lastChange) / 1_000_000;
            if (spark.isLocal() || millis > (slots == 0 ? LONG_PATIENCE_MILLIS : patience)) {
                throw new IllegalArgumentException("workers: " + workers + " are to learn at the same time, "
                        + spark.master() + " has slots for " + slots + (slots == 1 ? " task" : " tasks")
                        + ": set workers to at most that, or give the cluster more executors or cores");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for executors", e);
            }
            int now = slots(spark);
            if (now != slots) {
                lastChange = System.nanoTime();
                slots = now;
            }
        }
    }

    private static int slots(SparkContext spark) {
        return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    }

    // ------------------------------------------------------------------------------------------------------ overview

    /** What the chunks are, all together. */
    static final class Overview {
        private final int[] rowsOfPartitions;
        private final int width;
        private final BitSet classes;

        private Overview(int[] rowsOfPartitions, int width, BitSet classes) {
            this.rowsOfPartitions = rowsOfPartitions;
            this.width = width;
            this.classes = classes;
        }

        /**
         * Adds chunks up.
         *
         * @throws IllegalArgumentException naming the first row that cannot be learned from
         */
        static Overview of(int partitions, List<Chunk.Summary> chunks) {
            int[] rows = new int[partitions];
            int[] widths = new int[partitions];
            Chunk.Summary[] problems = new Chunk.Summary[partitions];
            BitSet classes = new BitSet();
            for (Chunk.Summary chunk : chunks) {
                if (chunk.problem.isEmpty()) {
                    rows[chunk.partition] = Math.addExact(rows[chunk.partition], chunk.rows);
                    widths[chunk.partition] = chunk.width;
                    classes.or(chunk.classes);
                } else {
                    problems[chunk.partition] = chunk;
                }
            }
            int width = 0;
            long before = 0;
            for (int p = 0; p < partitions; p++) {
                if (rows[p] > 0 && width > 0 && widths[p] != width) {
                    throw new IllegalArgumentException("row " + before + " has " + widths[p] + " features, expected "
                            + width + " as in the rows before: make each row's vector by the same VectorAssembler");
                }
                if (problems[p] != null) {
                    throw new IllegalArgumentException(
                            "row " + (before + problems[p].problemRow) + " " + problems[p].problem);
                }
                width = rows[p] > 0 ? widths[p] : width;
                before += rows[p];
            }
            if (before == 0) {
                throw new IllegalArgumentException("expected rows to learn from, the Dataset has none");
            }
            if (width == 0) {
                throw new IllegalArgumentException("row 0 has no features");
            }
            return new Overview(rows, width, classes);
        }

        int width() {
            return width;
        }

        /** Of how many classes labels are. */
        int classes(int known) {
            int found = classes.length();
            if (known > 0) {
                if (found > known) {
                    throw new IllegalArgumentException("a row has the label " + (found - 1)
                            + ", the column's metadata name " + known + " classes: expected 0 to " + (known - 1));
                }
                return requireTwo(known);
            }
            int missing = classes.nextClearBit(0);
            if (missing < found) {
                throw new IllegalArgumentException("expected each class from 0 to " + (found - 1)
                        + " in some row, found none of class " + missing
                        + ": number the labels by StringIndexer, which also tells of classes that have no row here");
            }
            return requireTwo(found);
        }

        private static int requireTwo(int classes) {
            if (classes < 2) {
                throw new IllegalArgumentException(
                        "expected labels of two classes or more, all rows are of class 0: there is nothing to learn");
            }
            return classes;
        }

        Deal deal(int workers) {
            Deal deal;
            try {
                deal = new Deal(workers, rowsOfPartitions);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "the Dataset has more rows than " + Integer.MAX_VALUE + ": take a sample of it", e);
            }
            for (int worker = 0; worker < workers; worker++) {
                int[] places = deal.places(worker);
                long elements = (long) places[places.length - 1] * width;
                if (elements > Integer.MAX_VALUE - 8) {
                    throw new IllegalArgumentException("a worker would have " + elements
                            + " features to keep, of " + places[places.length - 1] + " rows, at most "
                            + (Integer.MAX_VALUE - 8) + " are possible: set more workers");
                }
            }
            return deal;
        }
    }
}
