// Stands in for Nextflow: reads nextflow.config and main.nf as Groovy, and runs the tasks of a benchmark one after another.
// It knows what these two files use, and nothing else:
//   groovy nextflow.groovy <main.nf> <command in the place of tanimark>
import org.codehaus.groovy.control.CompilerConfiguration

/** A channel whose items are all there. */
class Items {
    List all

    Items map(Closure how) { new Items(all: all.collect { one -> how(one) }) }

    Items unique() { new Items(all: all.unique(false)) }

    /** Pairs of tuples with the same first element, which stands first in each result. */
    Items combine(Map how, Items other) {
        assert how == [by: 0]
        new Items(all: all.collectMany { a ->
            other.all.findAll { b -> b[0] == a[0] }.collect { b -> [a[0]] + a.drop(1) + b.drop(1) }
        })
    }

    /** One item, the list of all; none of none. */
    Items collect() { new Items(all: all.isEmpty() ? [] : [all]) }

    Items ifEmpty(value) { all.isEmpty() ? new Items(all: [value]) : this }
}

/** What the body of a process is called with. */
class Task {
    /** What every process sees, and the inputs of a task; null where only their names are asked for. */
    Map common
    Map inputs
    /** The statements of input and output, in their order. */
    List declared = []

    def propertyMissing(String name) {
        if (common.containsKey(name)) return common[name]
        if (inputs == null) return name
        assert inputs.containsKey(name): "no variable $name"
        inputs[name]
    }

    def val(value) {
        def one = [value]
        declared << one
        one
    }

    def tuple(Object... parts) {
        declared.removeAll { one -> parts.any { part -> part.is(one) } }
        declared << parts.collect { part -> part[0] }
    }

    void tag(text) {}

    void debug(boolean isOn) {}
}

abstract class Flow extends Script {
    Map bodies = [:]

    def methodMissing(String name, arguments) {
        def (argument) = arguments
        if (argument instanceof Closure) return [name, argument]
        assert bodies.containsKey(name): "no process $name"
        new Items(all: argument.all.collect { item -> runTask(bodies[name], item) })
    }

    void process(definition) { bodies[definition[0]] = definition[1] }

    void workflow(Closure body) { body() }

    def runTask(Closure body, item) {
        def common = [task: binding.settings.process, params: binding.params, workflow: binding.workflow]
        def names = new Task(common: common)
        call(body, names)
        def inputs = names.declared[0]
        def given = inputs.size() == 1 ? [item] : item
        assert given.size() == inputs.size(): "$inputs of $given"
        def task = new Task(common: common, inputs: [inputs, given].transpose().collectEntries())
        def command = call(body, task).toString().stripIndent()
        def process = new ProcessBuilder('bash', '-uec', command).inheritIO().start()
        if (process.waitFor() != 0) binding.failed = true
        if (task.declared.size() < 2) return null
        def output = task.declared[1]
        output.size() == 1 ? output[0] : output
    }

    private call(Closure body, Task task) {
        def own = body.clone()
        own.delegate = task
        own.resolveStrategy = Closure.DELEGATE_FIRST
        own()
    }
}

def (file, tanimark) = args
def settings = new ConfigSlurper().parse(new File(new File(file).parentFile, 'nextflow.config').text)
assert settings.params.tanimark == 'tanimark' && settings.process.cpus == 1
def binding = new Binding(
    settings: settings,
    params: [tanimark: tanimark],
    workflow: [launchDir: new File('.').canonicalPath],
    channel: [fromList: { list -> new Items(all: list) }],
    failed: false,
)
def compiler = new CompilerConfiguration(scriptBaseClass: Flow.name)
new GroovyShell(this.class.classLoader, binding, compiler).evaluate(new File(file))
System.exit(binding.failed ? 1 : 0)
