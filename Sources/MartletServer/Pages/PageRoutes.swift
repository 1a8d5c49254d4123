// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletRules
import MartletWire
import NIOCore

/// `/`, `/board`, `/console`, `/signin` and the files under them.
///
/// A page is shown to whoever may see it; all others are led to where they sign in. A file is the same for everybody.
struct PageRoutes: Sendable {
    let access: AccessControl
    let files: PageFiles

    /// What is shown to whoever may not see a page.
    private static let forbidden = PageFileName("forbidden.html")

    func add(to router: Router<RouteContext>) {
        for page in Page.allCases {
            router.get(RouterPath(page.path)) { request, context in
                await self.page(page, request, for: context.caller)
            }
            router.head(RouterPath(page.path)) { request, context in
                await self.page(page, request, for: context.caller).createHeadResponse()
            }
        }
        for folder in [""] + PageFileName.folders.map({ "/\($0)" }) {
            router.get(RouterPath("\(folder)/:file")) { request, _ in await self.file(request) }
            router.head(RouterPath("\(folder)/:file")) { request, _ in await self.file(request).createHeadResponse() }
        }
    }

    private func page(_ page: Page, _ request: Hummingbird.Request, for caller: Caller?) async -> Response {
        let visitor = self.access.visitor(caller, in: request.headers)
        switch PageDecision(on: page, for: visitor, mode: self.access.configuration.mode) {
        case .show:
            return await self.answer(request, with: PageFileName(page.file))
        case .signIn:
            return Self.redirect(to: "\(Page.signIn.path)?to=\(page.path)")
        case .goOn:
            return Self.redirect(to: Page.chat.path)
        case .forbid:
            return await self.answer(request, with: Self.forbidden, status: .forbidden)
        }
    }

    private func file(_ request: Hummingbird.Request) async -> Response {
        let path = request.uri.path.split(separator: "/").joined(separator: "/")
        return await self.answer(request, with: PageFileName(path))
    }

    private func answer(
        _ request: Hummingbird.Request,
        with name: PageFileName?,
        status: HTTPResponse.Status = .ok
    ) async -> Response {
        guard let name, let file = await self.files.file(name) else {
            return .refused(.notFound("page"))
        }
        var headers = PageHeaders.common
        if name.path == "sw.js" { headers.append(contentsOf: PageHeaders.worker) }
        if status == .ok, let known = request.headers[.ifNoneMatch].flatMap(file.form(matching:)) {
            headers[.eTag] = known.tag.text
            return Response(status: .notModified, headers: headers)
        }
        let form = file.form(accepting: request.headers[.acceptEncoding])
        headers[.eTag] = form.tag.text
        headers[.contentEncoding] = form.encoding
        headers[.contentType] = name.type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: form.bytes))
    }

    /// Another page; a browser takes the fragment of the address along, which may hold a one-use link's code.
    private static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
