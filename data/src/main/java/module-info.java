/** Tables, arrays and pictures from the files that people have, prepared for a net. */
module gradj.data.files {
    requires transitive gradj.core;
    requires transitive java.desktop;
    requires de.siegmar.fastcsv;
    requires com.google.gson;
    requires static org.jspecify;

    exports gradj.data.image;
    exports gradj.data.npy;
    exports gradj.data.table;
}
