// SPDX-License-Identifier: Apache-2.0

import MartletServer

extension Setting {
    /// A text that is always decided.
    static func text(_ key: String, _ path: Path<String>, accepts: String, _ summary: String) -> Setting {
        Setting(key: key, summary: summary, accepts: accepts) { value, settings in
            guard let text = value.text else { return false }
            settings[keyPath: path] = text
            return true
        } show: {
            $0[keyPath: path]
        }
    }

    /// A text that need not be decided.
    static func text(
        _ key: String,
        _ path: Path<String?>,
        accepts: String,
        example: String,
        _ summary: String
    ) -> Setting {
        Setting(key: key, summary: summary, accepts: accepts, example: example) { value, settings in
            settings[keyPath: path] = value.text
            return true
        } show: {
            $0[keyPath: path]
        }
    }

    /// Something that can be written as text, and need not be decided.
    static func value<Value: LosslessStringConvertible & Sendable>(
        _ key: String,
        _ path: Path<Value?>,
        accepts: String,
        example: String,
        _ summary: String
    ) -> Setting {
        Setting(key: key, summary: summary, accepts: accepts, example: example) { value, settings in
            guard let text = value.text else {
                settings[keyPath: path] = nil
                return true
            }
            guard let value = Value(text) else { return false }
            settings[keyPath: path] = value
            return true
        } show: {
            $0[keyPath: path]?.description
        }
    }

    /// Several texts.
    static func list(
        _ key: String,
        _ path: Path<[String]>,
        accepts: String,
        example: String,
        _ summary: String
    ) -> Setting {
        Setting(key: key, summary: summary, accepts: accepts, example: example, isList: true) { value, settings in
            settings[keyPath: path] = value.texts
            return true
        } show: { settings in
            let texts = settings[keyPath: path]
            return texts.isEmpty ? nil : texts.joined(separator: ", ")
        }
    }

    /// A secret, and beside it the file that may hold it instead.
    static func secret(
        _ key: String,
        _ summary: String,
        accepts: String = "a text",
        sample: String = "a-long-random-text",
        example: String,
        read: @escaping @Sendable (ServerSettings) -> Bool,
        write: @escaping @Sendable (Secret?, inout ServerSettings) -> Void
    ) -> [Setting] {
        [
            Setting(
                key: key,
                summary: "\(summary). Better kept in a file: see \(key)_file",
                accepts: accepts,
                example: sample,
                isSecret: true
            ) { value, settings in
                write(value.text.map { Secret($0) }, &settings)
                return true
            } show: { settings in
                read(settings) ? "<secret>" : nil
            },
            Setting(
                key: "\(key)_file",
                summary: "A file that holds \(key), and nothing else",
                accepts: "the path of a readable file",
                example: example
            ) { (value, settings) throws(SettingProblem) in
                guard let path = value.text else { return true }
                write(try SecretFile(path).secret(for: "\(key)_file"), &settings)
                return true
            } show: { _ in
                nil
            },
        ]
    }
}
