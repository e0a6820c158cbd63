#!/bin/sh
# org.tribuo:tribuo-classification-core:4.3.2
#
# IDXDataSource names a class by the text of the number in the label file, and the text depends on the file's element type: 1 in
# an unsigned byte file is the class "1", the same 1 in a float or double file is the class "1.0", and a float 0.1 is the class
# "0.10000000149011612". Training labels of one type and test labels of the other share no class. A signed byte file with the
# bits of 250 gives the class "-6".
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.tribuo:tribuo-classification-core:4.3.2
program <<'JAVA'
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.datasource.IDXDataSource;

class Finding {
    public static void main(String[] args) throws Exception {
        show("ubyte", 0x08, ByteBuffer.allocate(2).put((byte) 1).put((byte) 250));
        show("byte", 0x09, ByteBuffer.allocate(2).put((byte) 1).put((byte) 250));
        show("short", 0x0B, ByteBuffer.allocate(4).putShort((short) 1).putShort((short) 250));
        show("int", 0x0C, ByteBuffer.allocate(8).putInt(1).putInt(250));
        show("float", 0x0D, ByteBuffer.allocate(8).putFloat(1).putFloat(0.1f));
        show("double", 0x0E, ByteBuffer.allocate(16).putDouble(1).putDouble(0.1));
    }

    static void show(String name, int type, ByteBuffer labels) throws Exception {
        Path x = idx(0x08, new int[] {2, 1}, new byte[] {5, 6});
        Path y = idx(type, new int[] {2}, labels.array());
        try {
            List<String> seen = new ArrayList<>();
            for (Example<Label> example : new IDXDataSource<>(x, y, new LabelFactory())) {
                seen.add(example.getOutput().getLabel());
            }
            System.out.println(name + " " + seen);
        } finally {
            Files.delete(x);
            Files.delete(y);
        }
    }

    static Path idx(int type, int[] shape, byte[] data) throws Exception {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + data.length);
        file.putShort((short) 0).put((byte) type).put((byte) shape.length);
        for (int n : shape) {
            file.putInt(n);
        }
        return Files.write(Files.createTempFile("finding", ".idx"), file.put(data).array());
    }
}
JAVA
seen <<'SEEN'
ubyte [1, 250]
byte [1, -6]
short [1, 250]
int [1, 250]
float [1.0, 0.10000000149011612]
double [1.0, 0.1]
SEEN
