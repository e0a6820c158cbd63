/** A page to play with: graphs, nets that learn, digits that are read. */
@SuppressWarnings("requires-automatic") // the page's charts come from a jar without a module-info
module gradj.play {
    requires transitive gradj.core;
    requires gradj.data.files;
    requires com.google.gson;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports gradj.play;

    opens gradj.play to
            com.google.gson;
    opens gradj.play.graph to
            com.google.gson;
    opens gradj.play.net to
            com.google.gson;
}
