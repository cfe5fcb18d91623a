import com.sun.source.util.JavacTask;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Samples parse FILE... | run FILE...: parses Java samples, or compiles and runs them one after the
 * other in this process and prints what each prints, with a NUL after each.
 */
public class Samples {
    private static final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        for (String file : List.of(args).subList(1, args.length)) {
            if (args[0].equals("parse")) {
                parse(file);
                continue;
            }
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            run(file);
            out.write(said.toByteArray());
            out.write(0);
        }
        out.flush();
        System.exit(0); // the SDK's threads would linger
    }

    private static void parse(String file) throws Exception {
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.US_ASCII)) {
            StringBuilder faults = new StringBuilder();
            JavacTask task = (JavacTask) compiler.getTask(null, files, fault -> faults.append(fault).append('\n'), null, null, files.getJavaFileObjects(file));
            task.parse();
            if (faults.length() > 0) {
                throw new IllegalArgumentException(faults.toString());
            }
        }
    }

    private static void run(String file) throws Exception {
        Path classes = Files.createTempDirectory(new File(file).getAbsoluteFile().getParentFile().toPath(), "classes");
        int faults = compiler.run(null, null, System.err, "-encoding", "US-ASCII", "-proc:none", "-d", classes.toString(),
            "-classpath", System.getProperty("java.class.path"), file);
        if (faults != 0) {
            throw new IllegalArgumentException(file);
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            loader.loadClass("Call").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }
}
