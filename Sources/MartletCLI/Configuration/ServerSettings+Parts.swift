// SPDX-License-Identifier: Apache-2.0

import MartletServer

/// Parts of settings that are written under keys of their own.
extension ServerSettings {
    var certificate: String? {
        get { self.tls.map(\.certificate).flatMap { $0.isEmpty ? nil : $0 } }
        set { self.setTLS(certificate: newValue, privateKey: self.privateKey) }
    }

    var privateKey: String? {
        get { self.tls.map(\.privateKey).flatMap { $0.isEmpty ? nil : $0 } }
        set { self.setTLS(certificate: self.certificate, privateKey: newValue) }
    }

    private mutating func setTLS(certificate: String?, privateKey: String?) {
        let isAbsent = certificate == nil && privateKey == nil
        self.tls = isAbsent ? nil : TLSFiles(certificate: certificate ?? "", privateKey: privateKey ?? "")
    }

    var operators: [String] {
        get { self.access.operators.sorted() }
        set { self.access.operators = Set(newValue) }
    }

    var liveKitURL: String? {
        get { self.liveKit.map(\.url).flatMap { $0.isEmpty ? nil : $0 } }
        set { self.setLiveKit(url: newValue, key: self.liveKitKey, secret: self.liveKitSecret) }
    }

    var liveKitKey: String? {
        get { self.liveKit.map(\.key).flatMap { $0.isEmpty ? nil : $0 } }
        set { self.setLiveKit(url: self.liveKitURL, key: newValue, secret: self.liveKitSecret) }
    }

    var liveKitSecret: Secret? {
        get { self.liveKit.map(\.secret).flatMap { $0.exposedText.isEmpty ? nil : $0 } }
        set { self.setLiveKit(url: self.liveKitURL, key: self.liveKitKey, secret: newValue) }
    }

    private mutating func setLiveKit(url: String?, key: String?, secret: Secret?) {
        let isAbsent = url == nil && key == nil && secret == nil
        self.liveKit = isAbsent ? nil : LiveKit(url: url ?? "", key: key ?? "", secret: secret ?? Secret(""))
    }
}
