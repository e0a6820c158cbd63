#!/bin/sh
# javax.imageio of the JDK
#
# A picture of 2, 3 or 4 rows that ImageIO writes as GIF comes back with other rows: one row is black, and of 3 or 4 rows the
# others have changed places. ImageIO interlaces a GIF unless it is told not to, and reads such a small one wrongly; of 1 row,
# of 5 and more, and written without interlacing all rows are right. The mask or spectrum of a few rows that a data set holds as
# GIF is learned from as another one.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
program <<'JAVA'
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

class Finding {
    public static void main(String[] args) throws Exception {
        for (int height = 1; height <= 6; height++) {
            System.out.println(height + " rows: " + roundTrip(height, ImageWriteParam.MODE_DEFAULT) + "; not interlaced: "
                    + roundTrip(height, ImageWriteParam.MODE_DISABLED));
        }
    }

    /** Rows of 10, 20, 30 ... */
    static String roundTrip(int height, int mode) throws Exception {
        BufferedImage image = new BufferedImage(3, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 3 * height; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, 10 * (i / 3 + 1));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(mode);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        }
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        StringBuilder rows = new StringBuilder();
        for (int y = 0; y < height; y++) {
            rows.append(y == 0 ? "" : " ").append(read.getRGB(0, y) & 0xff);
        }
        return rows.toString();
    }
}
JAVA
seen <<'SEEN'
1 rows: 10; not interlaced: 10
2 rows: 10 0; not interlaced: 10 20
3 rows: 10 0 20; not interlaced: 10 20 30
4 rows: 10 40 20 0; not interlaced: 10 20 30 40
5 rows: 10 20 30 40 50; not interlaced: 10 20 30 40 50
6 rows: 10 20 30 40 50 60; not interlaced: 10 20 30 40 50 60
SEEN
