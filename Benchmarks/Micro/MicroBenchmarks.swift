// SPDX-License-Identifier: Apache-2.0

/// Repeats one operation so many times: `MicroBenchmarks NAME COUNT`.
///
/// Meant to run under callgrind twice, with different counts: the difference is what the operation takes, to the
/// instruction, on a machine however busy. Without arguments it lists the operations.
@main
struct MicroBenchmarks {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[2]), count > 0,
            let operation = Operation.all.first(where: { $0.name == arguments[1] })
        else {
            for operation in Operation.all { print("\(operation.name)\t\(operation.unit)\t\(operation.summary)") }
            return
        }
        let work = operation.prepare()
        for _ in 0..<count { work() }
    }
}
