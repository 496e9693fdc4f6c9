package dcm.shell.admin;

import dcm.shell.api.ApiResponse;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Base class of commands about one resource, which is below the address of its collection. */
abstract class ResourceCommand extends ShellCommand {
    private final String collection;

    @Parameters(paramLabel = "NAME", description = "The ${PARENT-COMMAND-NAME}.")
    private String name = "";

    /** @param collection such as {@code /v1/hosts} */
    ResourceCommand(Session session, String collection) {
        super(session);
        this.collection = collection;
    }

    /** The name of the resource. */
    final String name() {
        return name;
    }

    /** The path of the resource. */
    final String address() {
        return collection + "/" + name;
    }

    /** Base class of commands that print a whole resource. */
    abstract static class Show extends ResourceCommand {
        Show(Session session, String collection) {
            super(session, collection);
        }

        @Override
        protected final ExitCode run() {
            YamlOutput.show(api().get(address()).expectDone(), json(), screen());
            return ExitCode.DONE;
        }
    }

    /** Base class of commands that delete a resource. */
    abstract static class Rm extends ResourceCommand {
        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        private final String sentence;

        /** @param sentence what is printed afterwards; {@code %s} is the name of the resource */
        Rm(Session session, String collection, String sentence) {
            super(session, collection);
            this.sentence = sentence;
        }

        @Override
        protected final ExitCode run() {
            if (dryRun.isGiven()) {
                return dryRun(api().delete(dryRun.on(address())));
            }
            removing(name());
            ApiResponse answer = api().delete(address());
            if (answer.status() < 300 || answer.status() == 404) {
                removed(name());
            } else {
                kept(name());
            }
            result(answer.expectDone(), sentence, name());
            return ExitCode.DONE;
        }

        /** Called before the resource is removed. */
        protected void removing(String resource) {}

        /** Called if the removal was rejected. */
        protected void kept(String resource) {}

        /**
         * Called when the resource does not exist any more, or never did. The launcher overrides it to delete what it stores
         * for a host.
         */
        protected void removed(String resource) {}
    }
}
