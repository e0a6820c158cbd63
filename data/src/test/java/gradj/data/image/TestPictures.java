package gradj.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Draws pictures, and writes them as files of all kinds. */
final class TestPictures {
    private TestPictures() {}

    /** A grey for each pixel. */
    interface Drawing {
        int grey(int x, int y);
    }

    static BufferedImage grey(int width, int height, Drawing drawing) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.getRaster().setSample(x, y, 0, drawing.grey(x, y));
            }
        }
        return image;
    }

    static byte[] bytes(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (format.equals("jpg")) {
            writeJpeg(new IIOImage(image, null, null), bytes);
        } else if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("cannot be written as " + format);
        }
        return bytes.toByteArray();
    }

    /** Inks of 0 to 255: [C, M, Y, K]; in the file stands how much is missing of each, as every program writes it. */
    static byte[] cmykJpeg(int width, int height, int... inks) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
        for (int i = 0; i < width * height; i++) {
            for (int band = 0; band < 4; band++) {
                raster.setSample(i % width, i / width, band, 255 - inks[band]);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeJpeg(new IIOImage(raster, null, null), bytes);
        return bytes.toByteArray();
    }

    private static void writeJpeg(IIOImage image, ByteArrayOutputStream bytes) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ImageWriteParam finest = writer.getDefaultWriteParam();
        finest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        finest.setCompressionQuality(1);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, image, finest);
        }
        writer.dispose();
    }

    static Path write(Path file, BufferedImage image) throws IOException {
        String name = file.getFileName().toString();
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes(image, name.substring(name.lastIndexOf('.') + 1)));
    }

    /** The same picture in colours. */
    static BufferedImage coloured(BufferedImage image) {
        BufferedImage coloured = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int grey = image.getRaster().getSample(x, y, 0);
                coloured.setRGB(x, y, (grey << 16) | (grey << 8) | grey);
            }
        }
        return coloured;
    }

    /** A PNG file as its specification has it, where colour type 0 is grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
    static byte[] png(int width, int height, int bitDepth, int colourType, byte[] palette, byte[]... rows)
            throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) bitDepth)
                        .put((byte) colourType)
                        .array());
        if (palette.length > 0) {
            chunk(png, "PLTE", palette);
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(data)) {
            for (byte[] row : rows) {
                deflated.write(0); // no filter
                deflated.write(row);
            }
        }
        chunk(png, "IDAT", data.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        byte[] typed = new byte[4 + data.length];
        System.arraycopy(type.getBytes(StandardCharsets.ISO_8859_1), 0, typed, 0, 4);
        System.arraycopy(data, 0, typed, 4, data.length);
        CRC32 sum = new CRC32();
        sum.update(typed);
        png.write(ByteBuffer.allocate(4).putInt(data.length).array());
        png.write(typed);
        png.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    /** A JPEG that says how its camera was held. */
    static byte[] photo(BufferedImage image, int orientation) throws IOException {
        byte[] jpeg = bytes(image, "jpg");
        ByteBuffer exif = ByteBuffer.allocate(2 + 2 + 32);
        exif.putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1));
        exif.putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1);
        exif.putShort((short) orientation);
        ByteArrayOutputStream photo = new ByteArrayOutputStream();
        photo.write(jpeg, 0, 2);
        photo.write(exif.array());
        photo.write(jpeg, 2, jpeg.length - 2);
        return photo.toByteArray();
    }

    /** One picture after the other in a GIF file. */
    static byte[] animation(BufferedImage... images) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (BufferedImage image : images) {
                writer.writeToSequence(new IIOImage(image, null, null), null);
            }
            writer.endWriteSequence();
        }
        writer.dispose();
        return bytes.toByteArray();
    }
}
