#!/bin/sh
# org.apache.spark:spark-mllib_2.13:4.2.0 (with the Scala library that its reflection is of)
#
# The data source "image" keeps the lower byte of a gray picture's 16 bits and says that it has 8: 256 becomes 0, and the steps of
# a smooth slope become noise. X-rays, depth and microscopy are such pictures. A picture of 1 bit becomes three channels.
#
# Seen on 2026-11-30 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch_spark
program <<'JAVA'
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

class Finding {
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("pictures");
        write(folder, "8 bits", BufferedImage.TYPE_BYTE_GRAY, 0, 1, 128, 255);
        write(folder, "16 bits", BufferedImage.TYPE_USHORT_GRAY, 0, 256, 32896, 65535);
        write(folder, "16 bits, a slope", BufferedImage.TYPE_USHORT_GRAY, 1000, 1100, 1200, 1300);
        write(folder, "1 bit", BufferedImage.TYPE_BYTE_BINARY, 0, 1, 1, 0);
        try (SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()) {
            for (Row image : spark.read().format("image").load(folder.toString())
                    .select("image.origin", "image.nChannels", "image.data").orderBy("origin").collectAsList()) {
                byte[] data = (byte[]) image.get(2);
                int[] values = new int[data.length];
                Arrays.setAll(values, i -> data[i] & 0xff);
                System.out.println(new File(new java.net.URI(image.getString(0)).getPath()).getName() + ": " + image.get(1)
                        + " channels of " + Arrays.toString(values));
            }
        }
    }

    /** A row of gray values. */
    static void write(Path folder, String name, int type, int... values) throws Exception {
        BufferedImage image = new BufferedImage(values.length, 1, type);
        for (int i = 0; i < values.length; i++) {
            image.getRaster().setSample(i, 0, 0, values[i]);
        }
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }
}
JAVA
# shellcheck disable=SC2086 # options
seen $spark <<'SEEN'
1 bit: 3 channels of [0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0]
16 bits: 1 channels of [0, 0, 128, 255]
16 bits, a slope: 1 channels of [232, 76, 176, 20]
8 bits: 1 channels of [0, 1, 128, 255]
SEEN
