package gradj.spark;

import gradj.backend.Backends;
import gradj.backend.Candidate;
import gradj.spi.Availability;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Iterator;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskKilledException;
import org.apache.spark.util.TaskInterruptListener;
import org.jspecify.annotations.Nullable;

/** What a worker does, from the rows dealt to it to the net: it is sent to the executors as it is. */
final class TrainingTask implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Plan plan;
    private final Deal deal;
    private final byte[] secret;
    private final @Nullable Checkpoint checkpoint;

    /** Iterations done by an earlier attempt, which its checkpoint has. */
    private final int firstIteration;

    TrainingTask(Plan plan, Deal deal, byte[] secret, @Nullable Checkpoint checkpoint, int firstIteration) {
        this.plan = plan;
        this.deal = deal;
        this.secret = secret;
        this.checkpoint = checkpoint;
        this.firstIteration = firstIteration;
    }

    Outcome run(Iterator<Chunk> chunks) {
        BarrierTaskContext context = BarrierTaskContext.get();
        int worker = context.partitionId();
        String executor = context.getTaskInfos()[worker].address();
        try (Exchange exchange = Exchange.of(worker, deal.workers(), plan.numbers())) {
            context.addTaskInterruptListener((TaskInterruptListener) (stopped, reason) -> exchange.close());
            connect(exchange, context);
            return learned(exchange, context, chunks);
        } catch (IOException e) {
            throw new UncheckedIOException("worker " + worker + " at " + executor + ": " + e.getMessage(), e);
        }
    }

    /** A failure that another attempt would meet again is an outcome; one of the cluster is thrown, and Spark tells the driver. */
    private Outcome learned(Exchange exchange, BarrierTaskContext context, Iterator<Chunk> chunks) {
        int worker = context.partitionId();
        try {
            limitThreads(context);
            TensorBackend backend = plan.backend().isEmpty() ? Backends.get() : Backends.get(plan.backend());
            Share share = collect(chunks, worker);
            Learner learner = new Learner(plan, deal, worker, exchange, new Tensors(backend, DType.FLOAT32));
            learner.learn(share, firstIteration, checkpoint, context::killTaskIfInterrupted);
            return worker == 0
                    ? new Outcome(learner.net(), learner.losses(), backend.name(), passedOver(backend))
                    : new Outcome(new byte[0], new double[0], backend.name(), passedOver(backend));
        } catch (UncheckedIOException | TaskKilledException e) {
            throw e;
        } catch (FailedWorkerException e) {
            return Outcome.ofProblem(e.getMessage());
        } catch (RuntimeException e) {
            if (context.isInterrupted() || isOfSpark(e)) {
                throw e;
            }
            String message = e.getMessage();
            String problem = message == null || message.isBlank() ? e.toString() : message;
            exchange.fail(problem, plan.numbers());
            return Outcome.ofProblem(problem);
        }
    }

    /** Such as a block of rows that another executor has taken with it: FetchFailedException and others are checked in Scala only. */
    private static boolean isOfSpark(Throwable failure) {
        return failure.getClass().getName().startsWith("org.apache.spark.");
    }

    private void connect(Exchange exchange, BarrierTaskContext context) throws IOException {
        if (deal.workers() == 1) {
            return;
        }
        int millis = (int) SparkEnv.get().conf().getTimeAsMs("spark.network.timeout", "120s");
        int worker = context.partitionId();
        String own = context.getTaskInfos()[worker].address();
        String host = own.substring(0, own.lastIndexOf(':'));
        ServerSocket server = exchange.joining().isEmpty() ? null : exchange.listen(InetAddress.getByName(host));
        String[] addresses = context.allGather(server == null ? "" : host + ":" + server.getLocalPort());
        if (exchange.joined() != worker) {
            exchange.join(address(addresses[exchange.joined()]), secret, millis);
        }
        if (server != null) {
            exchange.accept(server, secret, millis);
        }
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /**
     * A task may use as many processors as Spark has set aside for it. In local mode the process is the user's own, who says
     * it by -Dgradj.threads.
     */
    private static void limitThreads(BarrierTaskContext context) {
        if (!SparkEnv.get().executorId().equals("driver") && System.getProperty("gradj.threads") == null) {
            System.setProperty("gradj.threads", Integer.toString(context.cpus()));
        }
    }

    private Share collect(Iterator<Chunk> chunks, int worker) {
        int[] places = deal.places(worker);
        int expected = places[places.length - 1];
        Share share = new Share(expected, plan.features());
        int rows = 0;
        while (chunks.hasNext()) {
            Chunk chunk = chunks.next();
            boolean fits = chunk.problem.isEmpty()
                    && chunk.width() == plan.features()
                    && chunk.first + chunk.rows() <= places[chunk.partition + 1] - places[chunk.partition];
            if (!fits) {
                throw changed();
            }
            share.put(places[chunk.partition] + chunk.first, chunk);
            rows += chunk.rows();
        }
        if (rows != expected) {
            throw changed();
        }
        return share;
    }

    private static IllegalStateException changed() {
        return new IllegalStateException(
                "the rows are not those that were read a moment ago: where they come from gives"
                        + " other rows each time; cache() or write them before fit");
    }

    /** The better backend that is here and cannot run, with its reason and what mends it; or nothing. */
    private String passedOver(TensorBackend chosen) {
        if (!plan.backend().isEmpty()) {
            return ""; // asked for by name
        }
        for (Candidate candidate : Backends.candidates()) {
            if (candidate.name().equals(chosen.name())) {
                break;
            }
            Availability availability = candidate.availability();
            if (candidate.priority() > 0
                    && !availability.isAvailable()
                    && !availability.remedy().isEmpty()) {
                return candidate.name() + " is there but cannot run: " + availability.reason() + " ("
                        + availability.remedy() + ")";
            }
        }
        return "";
    }
}
