package dcm.shell.admin;

import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.BaseImageDocument;
import dcm.shell.document.BaseImageDocument.OnHost;
import dcm.shell.document.HostDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Base class of commands that register a base image and wait for the hosts. */
abstract class BaseImageRegistration extends ShellCommand {
    @Mixin
    private BaseImageOptions options = new BaseImageOptions();

    @Option(names = "--no-wait", description = "Do not wait for the hosts.")
    private boolean noWait;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    BaseImageRegistration(Session session) {
        super(session);
    }

    /** The name of the base image. */
    abstract String registered();

    /** Adds the source of the image to the request. */
    abstract void addSource(Map<String, Object> request);

    @Override
    protected final ExitCode run() {
        String address = ImageCommand.ADDRESS + "/" + registered();
        Map<String, Object> request = options.request();
        addSource(request);
        ApiResponse answer = api().put(dryRun.on(address), request);
        if (dryRun.isGiven()) {
            return dryRun(answer);
        }
        BaseImageDocument image = answer.read(BaseImageDocument.class);
        progress("%s is registered in version %s.", image.name(), image.version());
        ExitCode exit = ExitCode.DONE;
        if (noWait) {
            progress("To see the state on each host: image ls");
        } else {
            exit = await(image, address);
        }
        if (json()) {
            screen().json(api().get(address).expectDone());
        }
        return exit;
    }

    private ExitCode await(BaseImageDocument image, String address) {
        Instant began = Instant.now();
        Set<String> printed = new HashSet<>();
        while (true) {
            List<OnHost> hosts =
                    api().get(address).read(BaseImageDocument.class).hosts();
            long live = liveHosts(image);
            long settled = 0;
            long failed = 0;
            for (OnHost host : hosts) {
                settled += host.isIn(Stage.PREPARING) ? 0 : 1;
                failed += host.isIn(Stage.FAILED) ? 1 : 0;
                String line = "  " + host.host() + ": " + host.stage()
                        + (host.detail().isEmpty() ? "" : ". " + host.detail());
                if (printed.add(line)) {
                    progress(line);
                }
            }
            if (live == 0) {
                progress("No host is reachable. The hosts fetch the image when they reconnect.");
                return ExitCode.DONE;
            }
            if (settled >= live) {
                progress(
                        failed == 0
                                ? "All hosts offer the image after %d s."
                                : "Not all hosts offer the image after %d s. They retry once a minute.",
                        Duration.between(began, Instant.now()).toSeconds());
                return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
            }
            PollPause.briefly();
        }
    }

    /** The number of live hosts that must offer the image. */
    private long liveHosts(BaseImageDocument image) {
        String only = image.source().host();
        return api().get("/v1/hosts").items(HostDocument.class).stream()
                .filter(host -> !host.isUnreachable())
                .filter(host -> only.isEmpty() || host.name().equals(only))
                .count();
    }
}
