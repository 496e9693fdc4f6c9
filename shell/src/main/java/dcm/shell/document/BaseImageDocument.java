package dcm.shell.document;

import dcm.contract.baseimage.BaseImageState;
import java.util.List;
import java.util.Locale;

/** A base image of the catalog. */
public record BaseImageDocument(
        String name,
        int version,
        Source source,
        List<String> groups,
        boolean retired,
        List<OnHost> hosts,
        String description) {
    public BaseImageDocument {
        source = source == null ? new Source("", "", "") : source;
    }

    /** Where hosts get the image from; with a host, only that host has the image. */
    public record Source(String kind, String reference, String host) {}

    /** The state of the image on one host. */
    public record OnHost(String host, String stage, String detail) {
        public boolean isIn(BaseImageState.Stage expected) {
            return expected.name().toLowerCase(Locale.ROOT).equals(stage);
        }
    }
}
