#!/bin/sh
# com.google.protobuf:protobuf-java:3.25.6
#
# Message classes that were generated before protobuf 3.22, such as all of org.tensorflow:proto 1.15.0, load, build and write as
# before, but refuse to parse: every parseFrom throws UnsupportedOperationException, which 3.25.5, one patch release earlier,
# does not. The message names a system property that lets them parse again. Through their own descriptor the same bytes are
# read without it: DynamicMessage.parseFrom, then Builder.mergeFrom.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only org.tensorflow:proto:1.15.0 com.google.protobuf:protobuf-java:3.25.5
mkdir "$work/former"
mv "$work"/lib/protobuf-java-3.25.5.jar "$work/former"
fetch only com.google.protobuf:protobuf-java:3.25.6
mkdir "$work/classes"
mv "$work"/lib/proto-1.15.0.jar "$work/classes"
program <<'JAVA'
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

class Finding {
    public static void main(String[] args) throws Exception {
        Path work = Path.of(System.getProperty("java.io.tmpdir"));
        for (String jar : new String[] {"former/protobuf-java-3.25.5.jar", "lib/protobuf-java-3.25.6.jar"}) {
            URL[] path = {
                work.resolve(jar).toUri().toURL(), work.resolve("classes/proto-1.15.0.jar").toUri().toURL()
            };
            try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
                System.out.println(new File(jar).getName() + ": " + parsed(loader) + ", by its descriptor " + described(loader));
            }
        }
    }

    /** An event of step 7: field 2, a varint. */
    static final byte[] EVENT = {16, 7};

    static Object parsed(ClassLoader loader) throws Exception {
        Class<?> event = loader.loadClass("org.tensorflow.util.Event");
        try {
            Object parsed = event.getMethod("parseFrom", byte[].class).invoke(null, (Object) EVENT);
            return "step " + event.getMethod("getStep").invoke(parsed);
        } catch (InvocationTargetException thrown) {
            return thrown.getCause().getClass().getSimpleName();
        }
    }

    static Object described(ClassLoader loader) throws Exception {
        Class<?> event = loader.loadClass("org.tensorflow.util.Event");
        Class<?> message = loader.loadClass("com.google.protobuf.Message");
        Object descriptor = event.getMethod("getDescriptor").invoke(null);
        Object dynamic = loader.loadClass("com.google.protobuf.DynamicMessage")
                .getMethod("parseFrom", descriptor.getClass(), byte[].class)
                .invoke(null, descriptor, EVENT);
        Object builder = event.getMethod("newBuilder").invoke(null);
        Object merged = builder.getClass().getMethod("mergeFrom", message).invoke(builder, dynamic);
        return "step " + merged.getClass().getMethod("getStep").invoke(merged);
    }
}
JAVA
seen <<'SEEN'
protobuf-java-3.25.5.jar: step 7, by its descriptor step 7
protobuf-java-3.25.6.jar: UnsupportedOperationException, by its descriptor step 7
SEEN
