package gradj.spark;

import java.io.Serializable;
import scala.Function1;

/** A function of Scala's, written in Java, that Spark can send. */
interface SerializableFunction<A, B> extends Function1<A, B>, Serializable {}
