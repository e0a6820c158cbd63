package gradj.io;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file really is that was taken for safetensors. */
final class ForeignFormat {
    /** How many of a file's first bytes tell. */
    static final int BYTES = 64;

    private static final String IN_PYTHON = ": save it in Python with safetensors.torch.save_file";

    private ForeignFormat() {}

    /** What starts so, and what to do about it, such as {@code a web page: ...}; empty if it is nothing known. */
    static String describe(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\u0003\u0004")) {
            return "a zip archive, as PyTorch's .pt and .pth, Keras' .keras and NumPy's .npz are" + IN_PYTHON;
        } else if (text.startsWith("\u0080\u0002") || text.startsWith("\u0080\u0004")) {
            return "a Python pickle, as older .pt and .pth files are" + IN_PYTHON;
        } else if (text.startsWith("\u0089HDF")) {
            return "an HDF5 file" + IN_PYTHON;
        } else if (text.startsWith("\u0093NUMPY")) {
            return "a NumPy array (.npy): save it with safetensors.numpy.save_file";
        } else if (text.startsWith("GGUF")) {
            return "a GGUF file: get the safetensors file that it was made from";
        } else if (text.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS: get the file itself with git lfs pull";
        } else if (text.startsWith("\u001f\u008b")) {
            return "a gzip file: unpack it with gunzip";
        }
        String plain = text.replaceFirst("^\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT);
        if (plain.startsWith("<!doctype") || plain.startsWith("<html")) {
            return "a web page: the download failed or asked for a login, get the file itself";
        }
        return "";
    }
}
