package dcm.shell.admin;

import dcm.shell.command.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = "Offer an image, or a new version of one. Each host fetches the image and tests a login to a"
                + " container before it offers the image. For the requirements, see docs/base-images.md.",
        footer = {
            "",
            "Examples: docker build --tag lab/numerics . && image add numerics:1 --local lab/numerics",
            "          image add python:13 --recipe python --description 'NumPy, SciPy, Jupyter'",
            "          image add numerics:1 --tar numerics.tar.gz",
            "          image add numerics:2 --registry registry.lab.example/numerics:2 --group students",
            "",
            "The exit code is 3 if a host could not prepare the image."
        })
public final class ImageAddCommand extends BaseImageRegistration {
    @Parameters(paramLabel = "NAME:TAG", description = "The name for users.")
    private String name = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    /** The options for where an image comes from. */
    static final class Source {
        @Option(names = "--local", paramLabel = "IMAGE", description = "The image's name in the Docker Engines.")
        private @Nullable String local;

        @Option(names = "--registry", paramLabel = "IMAGE", description = "The image to pull from a registry.")
        private @Nullable String registry;

        @Option(
                names = "--tar",
                paramLabel = "FILE|URL",
                description = "An archive from 'docker save': a file on this host, or a URL for all hosts.")
        private @Nullable String tar;

        @Option(names = "--recipe", paramLabel = "FOLDER", description = "A folder below infra/images.")
        private @Nullable String recipe;
    }

    @Option(names = "--host", paramLabel = "NAME", description = "Prepare the image only on this host.")
    private @Nullable String host;

    ImageAddCommand(Session session) {
        super(session);
    }

    @Override
    String registered() {
        return name;
    }

    @Override
    void addSource(Map<String, Object> request) {
        if (source.local != null) {
            request.put("local", source.local);
        }
        if (source.registry != null) {
            request.put("registry", source.registry);
        }
        if (source.tar != null) {
            boolean isAddress = source.tar.contains("://");
            request.put(
                    "tarball",
                    isAddress ? source.tar : "file://" + session().input().pathOf(source.tar));
        }
        if (source.recipe != null) {
            request.put("recipe", source.recipe);
        }
        if (host != null) {
            request.put("host", host);
        }
    }
}
